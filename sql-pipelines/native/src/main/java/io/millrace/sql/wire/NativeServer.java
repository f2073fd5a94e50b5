package io.millrace.sql.wire;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.Session;
import io.millrace.sql.wire.QueryRun.Ending;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of the native protocol. All its connections share one scope of names, which ends with the server.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class NativeServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NativeServer.class);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration STEP = Duration.ofMillis(5);
    private static final int BACKLOG = 128;
    /** Clients beyond the bound that are told so at the same time; further ones are closed without a word. */
    private static final int MAX_TURNED_AWAY = 64;

    private final NativeSettings settings;
    private final Session session;
    private final NativeListener listener;
    private final Ticker ticker;
    private final Refusals refusals;
    private final ServerSocket socket;
    private final Set<NativeConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<String> queryIds = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closed;

    private NativeServer(
            NativeSettings settings, Session session, NativeListener listener, Ticker ticker, ServerSocket socket) {
        this.settings = settings;
        this.session = session;
        this.listener = listener;
        this.ticker = ticker;
        this.refusals = new Refusals(ticker);
        this.socket = socket;
        this.watch = Thread.ofVirtual().name("native-watch").unstarted(this::watch);
    }

    /**
     * Listens.
     *
     * @param engine gives the scope of names; it is not closed with the server
     * @throws FatalException when the address cannot be listened on
     */
    public static NativeServer start(
            NativeSettings settings, EmbeddedEngine engine, NativeListener listener, Ticker ticker) {
        ServerSocket socket = listen(settings);
        NativeServer server = new NativeServer(settings, engine.session(), listener, ticker, socket);
        warnOfOpenDoor(settings, socket.getInetAddress());
        server.watch.start();
        Thread.ofVirtual().name("native-accept").start(server::accept);
        log.info("native protocol served, address={}:{}", settings.host(), socket.getLocalPort());
        return server;
    }

    private static ServerSocket listen(NativeSettings settings) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
            return socket;
        } catch (IOException failure) {
            throw new FatalException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + failure.getMessage(),
                    failure);
        }
    }

    private static void warnOfOpenDoor(NativeSettings settings, InetAddress address) {
        if (settings.password().isEmpty() && !address.isLoopbackAddress()) {
            log.warn(
                    "native protocol is open to other machines without a password, address={}; set one, or listen on"
                            + " 127.0.0.1",
                    settings.host());
        }
    }

    /** The port that is listened on. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Clients that are connected, those that are just being sent away too. */
    public int connections() {
        return connections.size();
    }

    private void accept() {
        while (!closed) {
            try {
                admit(socket.accept());
            } catch (IOException failure) {
                if (!closed) {
                    log.warn("native connection not accepted, reason={}", failure.getMessage());
                    pause();
                }
            }
        }
    }

    /** What keeps one client out, such as too many open files, keeps the next one out too. */
    private void pause() {
        try {
            ticker.sleep(LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket client) throws IOException {
        int open = connections.size();
        if (closed || open >= settings.maxConnections() + MAX_TURNED_AWAY) {
            refusals.log(
                    String.valueOf(client.getRemoteSocketAddress()),
                    WireCode.NO_ROOM_FOR_CONNECTION.number(),
                    "too many connections");
            listener.refused();
            client.close();
            return;
        }
        NativeConnection connection = new NativeConnection(this, client);
        Thread thread = Thread.ofVirtual().name("native-connection").unstarted(() -> {
            try {
                connection.run(open < settings.maxConnections());
            } finally {
                connections.remove(connection);
            }
        });
        connections.add(connection);
        thread.start();
        if (closed) {
            connection.close();
        }
    }

    private void watch() {
        try {
            while (!closed) {
                ticker.sleep(LOOK);
                long now = ticker.nanos();
                connections.forEach(connection -> connection.checkStall(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes a query id.
     *
     * @throws WireException when a query with that id runs
     */
    void claim(String queryId) {
        if (!queryIds.add(queryId)) {
            throw new WireException(WireCode.QUERY_ID_IN_USE, "a query with id '" + queryId + "' is running");
        }
    }

    void release(String queryId) {
        queryIds.remove(queryId);
    }

    NativeSettings settings() {
        return settings;
    }

    Session session() {
        return session;
    }

    NativeListener listener() {
        return listener;
    }

    Ticker ticker() {
        return ticker;
    }

    Refusals refusals() {
        return refusals;
    }

    /**
     * Takes no more clients, ends the running queries with an exception, waits for that at most the drain time, and
     * drops all names. Idempotent.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.close();
        } catch (IOException failure) {
            log.debug("listening socket not closed, reason={}", failure.getMessage());
        }
        watch.interrupt();
        drain();
        session.close();
    }

    private void drain() {
        connections.forEach(connection -> connection.end(Ending.SHUTDOWN));
        try {
            await(() -> connections.stream().noneMatch(NativeConnection::isRunning));
            connections.forEach(NativeConnection::close);
            if (!await(connections::isEmpty)) {
                log.warn("native connections still end, count={}", connections.size());
            }
        } catch (InterruptedException _) {
            connections.forEach(NativeConnection::close);
            Thread.currentThread().interrupt();
        }
    }

    /** Waits at most the drain time. */
    private boolean await(BooleanSupplier condition) throws InterruptedException {
        long end = ticker.nanos() + settings.drainTime().toNanos();
        while (!condition.getAsBoolean()) {
            if (ticker.nanos() > end) {
                return false;
            }
            ticker.sleep(STEP);
        }
        return true;
    }
}
