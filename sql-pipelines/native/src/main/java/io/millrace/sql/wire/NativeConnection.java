package io.millrace.sql.wire;

import io.millrace.core.failure.StreamException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.bind.Statements;
import io.millrace.sql.exec.InsertTarget;
import io.millrace.sql.exec.PreparedQuery;
import io.millrace.sql.wire.QueryRun.Ending;
import io.millrace.sql.wire.codec.BlockReader;
import io.millrace.sql.wire.codec.FrameInput;
import io.millrace.sql.wire.codec.StreamInput;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import io.millrace.sql.wire.codec.WireInput;
import io.millrace.sql.wire.codec.WireTypes;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: reads its packets, one after another, and does what they ask. Runs on a thread of its own. */
final class NativeConnection {

    private static final Logger log = LoggerFactory.getLogger(NativeConnection.class);

    private final NativeServer server;
    private final NativeSettings settings;
    private final Socket socket;
    private final String peer;
    private final TimedInput timed;
    private final WireInput in;
    private final FrameInput frames;
    private final PacketOutput output;
    private final AtomicReference<@Nullable QueryRun> running = new AtomicReference<>();
    private int revision;

    NativeConnection(NativeServer server, Socket socket) throws IOException {
        this.server = server;
        this.settings = server.settings();
        this.socket = socket;
        this.peer = String.valueOf(socket.getRemoteSocketAddress());
        socket.setTcpNoDelay(true);
        this.timed = new TimedInput(socket, server.ticker(), settings.idleTime(), () -> running.get() != null);
        this.in = new StreamInput(timed);
        this.frames = new FrameInput(in, settings.limits().maxBlockBytes());
        this.output = new PacketOutput(socket.getOutputStream(), server.ticker(), server.listener());
    }

    /** @param room false when there are too many connections: the client is told, and that is all */
    void run(boolean room) {
        try {
            hello(room);
            server.listener().connected();
            try {
                serve();
            } finally {
                server.listener().disconnected();
            }
        } catch (WireException refused) {
            refuse(refused);
        } catch (IOException gone) {
            log.debug("native client has gone, peer={} reason={}", peer, gone.getMessage());
        } catch (RuntimeException | OutOfMemoryError bug) {
            log.error("native connection failed, peer={}", peer, bug);
        } finally {
            end(Ending.GONE);
            close();
        }
    }

    private void hello(boolean room) throws IOException {
        timed.packet(settings.helloTime());
        if (in.ended()) {
            throw new IOException("no hello");
        }
        ClientHello hello = ClientHello.read(in);
        if (!room) {
            throw new WireException(
                    WireCode.NO_ROOM_FOR_CONNECTION,
                    "there are " + settings.maxConnections() + " connections already, which is the most");
        }
        if (!hello.isUser(settings.user(), settings.password())) {
            throw new WireException(
                    WireCode.AUTHENTICATION_FAILED, "authentication failed: no such user, or another password");
        }
        revision = hello.revision();
        output.hello(revision);
    }

    private void serve() throws IOException {
        while (true) {
            timed.idle();
            if (in.ended()) {
                return;
            }
            timed.packet(settings.packetTime());
            int type = in.readCount(Integer.MAX_VALUE, "the packet's type");
            switch (type) {
                case ClientPacket.PING -> output.pong();
                case ClientPacket.CANCEL -> end(Ending.CANCELLED);
                case ClientPacket.QUERY -> query();
                case ClientPacket.DATA ->
                    throw new WireException(WireCode.UNEXPECTED_PACKET, "data that no statement waits for");
                case ClientPacket.TABLES_STATUS ->
                    throw new WireException(WireCode.NOT_SUPPORTED, "packet tables status (5) is not served");
                default -> throw new WireException(WireCode.UNKNOWN_PACKET, "packet " + type + " is not known");
            }
        }
    }

    private void query() throws IOException {
        ClientQuery query = ClientQuery.read(in, revision, settings.limits());
        if (running.get() != null) {
            throw new WireException(
                    WireCode.UNEXPECTED_PACKET, "a query while another one runs on the same connection");
        }
        Optional<RowBatch> external = readData(query.compressed());
        if (external.isEmpty()) {
            output.endOfStream(() -> {});
            return;
        }
        if (external.get().schema().size() > 0) {
            throw new WireException(WireCode.NOT_SUPPORTED, "external tables are not served");
        }
        server.listener().queryBegan();
        Next next = new Next.Nothing();
        try {
            next = begin(query);
            if (next instanceof Next.Rows rows) {
                insert(rows.target(), query.compressed());
            }
        } finally {
            if (!(next instanceof Next.Running)) {
                server.listener().queryEnded();
            }
        }
    }

    /** What a statement leaves to do. */
    private sealed interface Next {

        /** It has been answered. */
        record Nothing() implements Next {}

        /** Its rows come; they tell its end. */
        record Rows(InsertTarget target) implements Next {}

        /** It runs on a thread of its own, which tells its end. */
        record Running() implements Next {}
    }

    /** Does what does not depend on further packets; what fails here leaves the connection as it is. */
    private Next begin(ClientQuery query) throws IOException {
        try {
            Optional<InsertTarget> target = server.session().insertTarget(query.sql());
            if (target.isPresent()) {
                return new Next.Rows(target.get());
            }
            if (Statements.isQuery(query.sql())) {
                start(query);
                return new Next.Running();
            }
            server.session().execute(query.sql());
        } catch (StreamException | WireException failure) {
            tell(failure);
            return new Next.Nothing();
        } catch (RuntimeException | OutOfMemoryError bug) {
            log.error("statement failed, peer={}", peer, bug);
            tell(bug);
            return new Next.Nothing();
        }
        output.endOfStream(() -> {});
        return new Next.Nothing();
    }

    private void start(ClientQuery query) {
        PreparedQuery prepared = server.session().prepare(query.sql(), QueryOptions.known(query), QueryOptions.NAMES);
        QueryOptions options = QueryOptions.of(prepared, settings);
        Schema sent = WireTypes.sent(prepared.plan().schema(), revision);
        String id = query.id().isEmpty() ? UUID.randomUUID().toString() : query.id();
        server.claim(id);
        QueryRun run;
        try {
            run = new QueryRun(id, prepared, options, setting(query, sent, id));
        } catch (RuntimeException failure) {
            server.release(id);
            throw failure;
        }
        running.set(run);
        Thread.ofVirtual().name("native-query-" + id).start(run);
    }

    private QueryRun.Setting setting(ClientQuery query, Schema sent, String id) {
        return new QueryRun.Setting(
                sent,
                query.compressed(),
                settings.heartbeat(),
                output,
                server.listener(),
                () -> ended(id),
                () -> cutOff("the client does not read, and its query's overflow is disconnect"));
    }

    private void ended(String id) {
        running.set(null);
        server.release(id);
        server.listener().queryEnded();
    }

    private void insert(InsertTarget target, boolean compressed) throws IOException {
        output.header(WireTypes.sent(target.columns(), revision), compressed);
        RuntimeException failure = null;
        while (true) {
            timed.idle();
            Optional<RowBatch> block = readData(compressed);
            if (block.isEmpty() || block.get().schema().size() == 0) {
                break;
            }
            // after a failure the client still sends what it has: it is read, and not used
            if (failure == null) {
                try {
                    RowBatch rows = Inserts.arrange(block.get(), target);
                    server.session().insert(target, rows);
                    server.listener().inserted(rows.size());
                } catch (StreamException | WireException wrong) {
                    failure = wrong;
                } catch (RuntimeException bug) {
                    log.error("insert failed, peer={}", peer, bug);
                    failure = bug;
                }
            }
        }
        if (failure != null) {
            tell(failure);
        } else {
            output.endOfStream(() -> {});
        }
    }

    /** The block of the next packet; empty when the client cancels instead. */
    private Optional<RowBatch> readData(boolean compressed) throws IOException {
        if (in.ended()) {
            throw new IOException("no data");
        }
        timed.packet(settings.packetTime());
        int type = in.readCount(Integer.MAX_VALUE, "the packet's type");
        if (type == ClientPacket.CANCEL) {
            return Optional.empty();
        }
        if (type != ClientPacket.DATA) {
            throw new WireException(WireCode.UNEXPECTED_PACKET, "packet " + type + " where data (2) has to come");
        }
        in.readText(settings.limits().maxTextBytes(), "name of a table");
        frames.begin();
        return Optional.of(BlockReader.read(compressed ? frames : in, settings.limits()));
    }

    /** The statement failed, the connection goes on. */
    private void tell(Throwable failure) throws IOException {
        int code = Failures.code(failure);
        server.listener().exception(code);
        output.exception(code, Failures.text(failure), () -> {});
    }

    /** The client is told why, and its connection is closed. */
    private void refuse(WireException refused) {
        server.listener().refused();
        server.listener().exception(refused.code());
        server.refusals().log(peer, refused.code(), String.valueOf(refused.getMessage()));
        end(Ending.GONE);
        try {
            output.exception(refused.code(), String.valueOf(refused.getMessage()), () -> {});
            Goodbye.say(socket, server.ticker());
        } catch (IOException gone) {
            log.debug("native client has gone, peer={} reason={}", peer, gone.getMessage());
        }
    }

    /** Ends the running query, if there is one. */
    void end(Ending reason) {
        QueryRun run = running.get();
        if (run != null) {
            run.end(reason);
        }
    }

    boolean isRunning() {
        return running.get() != null;
    }

    /** Disconnects a client that takes nothing of what is there for it. */
    void checkStall(long now) {
        if (output.stalledFor(now) > settings.stallTime().toNanos()) {
            cutOff("the client has taken nothing for " + settings.stallTime().toMillis() + " ms");
        }
    }

    private void cutOff(String reason) {
        if (!socket.isClosed()) {
            server.listener().refused();
            server.refusals().log(peer, WireCode.TOO_SLOW.number(), reason);
            close();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            log.debug("socket not closed, peer={} reason={}", peer, failure.getMessage());
        }
    }
}
