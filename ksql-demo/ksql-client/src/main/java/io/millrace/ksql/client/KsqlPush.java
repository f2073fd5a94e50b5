package io.millrace.ksql.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running push query. Lines are put together from whatever pieces the network gives.
 *
 * <p><b>Threading:</b> {@link #next} is for one thread; {@link #close} may come from any, once or more, and ends a
 * {@code next} that waits.
 */
public final class KsqlPush implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KsqlPush.class);
    private static final int READ_BYTES = 8 << 10;

    private final InputStream in;
    private final int maxLine;
    private final KsqlClient client;
    private final byte[] read = new byte[READ_BYTES];
    private final AtomicBoolean closed = new AtomicBoolean();
    private int at;
    private int end;
    private String queryId = "";
    private List<KsqlColumn> columns = List.of();

    private KsqlPush(InputStream in, int maxLine, KsqlClient client) {
        this.in = in;
        this.maxLine = maxLine;
        this.client = client;
    }

    static KsqlPush open(InputStream in, int maxLine, KsqlClient client) {
        KsqlPush push = new KsqlPush(in, maxLine, client);
        try {
            push.readHeader();
            return push;
        } catch (RuntimeException e) {
            push.close();
            throw e;
        }
    }

    private void readHeader() {
        JsonNode header = line();
        if (header == null || !header.path("columnNames").isArray()) {
            throw new TransientException("the answer of ksqlDB does not begin with the columns");
        }
        queryId = header.path("queryId").asText();
        List<KsqlColumn> named = new ArrayList<>();
        JsonNode types = header.path("columnTypes");
        for (int i = 0; i < header.path("columnNames").size(); i++) {
            named.add(new KsqlColumn(
                    header.path("columnNames").path(i).asText(), types.path(i).asText(), false));
        }
        columns = List.copyOf(named);
    }

    /** The server's name for the query; empty when it gave none. */
    public String queryId() {
        return queryId;
    }

    public List<KsqlColumn> columns() {
        return columns;
    }

    /**
     * The next row; null when the query has ended or was closed.
     *
     * @throws StreamException if the server breaks off, or says that the query failed
     */
    public @Nullable KsqlRow next() {
        try {
            for (JsonNode line = line(); line != null; line = line()) {
                if (line.isArray()) {
                    List<JsonNode> values = new ArrayList<>(line.size());
                    line.forEach(values::add);
                    return new KsqlRow(values, false);
                }
            }
            return null;
        } catch (TransientException e) {
            if (closed.get()) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable JsonNode line() {
        try {
            while (true) {
                byte[] line = readLine();
                if (line == null) {
                    return null;
                }
                if (line.length == 0) {
                    // a sign of life
                    continue;
                }
                JsonNode parsed = KsqlClient.JSON.readTree(line);
                StreamException failure = parsed.isObject() ? KsqlErrors.find(parsed) : null;
                if (failure != null) {
                    throw failure;
                }
                return parsed;
            }
        } catch (JsonProcessingException e) {
            throw new TransientException("a row of ksqlDB is no JSON", e);
        } catch (IOException e) {
            throw KsqlClient.broken(e);
        }
    }

    private byte @Nullable [] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (true) {
            if (at == end) {
                end = in.read(read);
                at = 0;
                if (end < 0) {
                    end = 0;
                    if (line.size() > 0) {
                        throw new IOException("the last row has no end");
                    }
                    return null;
                }
            }
            int from = at;
            while (at < end && read[at] != '\n') {
                at++;
            }
            line.write(read, from, at - from);
            if (line.size() > maxLine) {
                throw new IOException("a row has more than " + maxLine + " bytes");
            }
            if (at < end) {
                at++;
                return strip(line.toByteArray());
            }
        }
    }

    private static byte[] strip(byte[] line) {
        int length = line.length;
        while (length > 0 && line[length - 1] <= ' ') {
            length--;
        }
        return length == line.length ? line : Arrays.copyOf(line, length);
    }

    /** Ends the query here and at the server. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            in.close();
        } catch (IOException e) {
            log.debug("a query did not close cleanly", e);
        }
        if (!queryId.isEmpty()) {
            Thread.ofVirtual().name("close-query").start(this::tellServer);
        }
    }

    /** A server that notices the closed connection has ended the query by then. */
    private void tellServer() {
        try {
            client.closeQuery(queryId);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StreamException e) {
            log.debug("the server was not told that a query is closed, query={}", queryId, e);
        }
    }
}
