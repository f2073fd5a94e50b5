package io.millrace.sql.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.flow.Chunk;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.encode.JsonRows;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A query under way, and the rows that it gave so far, as a client would read them. */
final class RunningQuery implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());
    private static final Duration POLL = Duration.ofMillis(50);

    private final Source<RowBatch> source;
    private final List<List<JsonNode>> rows = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private volatile boolean stop;

    /** Opens the query, so that it sees every row inserted from now on, and reads it on a thread of its own. */
    RunningQuery(Source<RowBatch> source) {
        this.source = source;
        source.open();
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try {
            JsonRows encoder = null;
            Poll<RowBatch> poll = source.poll(POLL);
            while (!stop && !(poll instanceof Poll.End)) {
                if (poll instanceof Poll.Batch<RowBatch> batch) {
                    for (Record<RowBatch> record : batch.records()) {
                        encoder = encoder == null ? new JsonRows(record.value().schema()) : encoder;
                        add(encoder.encode(record.value()));
                    }
                }
                poll = source.poll(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            source.close();
            ended.countDown();
        }
    }

    private void add(Chunk chunk) throws IOException {
        for (int row = 0; row < chunk.rows(); row++) {
            int start = chunk.rowStart(row);
            rows.add(values(chunk.bytes(), start, chunk.rowEnd(row) - start));
        }
    }

    /** By place, not by name: two columns may have one name. */
    private static List<JsonNode> values(byte[] bytes, int offset, int length) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser parser = JSON.getFactory().createParser(bytes, offset, length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                values.add(JSON.readTree(parser));
            }
        }
        return values;
    }

    List<List<JsonNode>> rows() {
        return rows;
    }

    /** Proton's code of the error that ended the query, 0 when there is none. */
    int errorCode() {
        return failure instanceof SqlException error ? error.number() : 0;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits until so many rows have come, a little longer for rows too many, or until the query or the time ends. */
    void awaitRows(int count, long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (rows.size() < count && System.nanoTime() < until) {
            if (awaitEnd(20)) {
                return;
            }
        }
        awaitEnd(300);
    }

    @Override
    public void close() {
        stop = true;
        source.close();
    }
}
