package io.millrace.ksql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.query.RowSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs share a table's partitions; one of them is killed while rows come in. */
final class KilledProcessIT {

    private static final int KEYS = 100;
    private static final int ROUNDS = 200;
    private static final PullOptions OWNER = new PullOptions(false, Long.MAX_VALUE);

    @TempDir
    private Path own;

    @TempDir
    private Path other;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void nothingIsLost() throws Exception {
        String name = Cluster.application();
        Process second = EngineProcess.start(Cluster.bootstrapServers(), name, other, "second:1");
        try (KsqlEngine first =
                EngineProcess.engine(Cluster.bootstrapServers(), name, own, "first:1", 1, this::ask, Map.of())) {
            first.execute("""
                    CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='%1$ss', partitions=4, value_format='json');
                    CREATE TABLE t WITH (kafka_topic='%1$st') AS
                      SELECT id, COUNT_DISTINCT(v) AS kinds, LATEST_BY_OFFSET(v) AS last, COUNT(*) AS n
                      FROM s GROUP BY id;
                    """.formatted(name), Cluster.earliest());
            write(name + "s", 0, 1);
            Cluster.await("both keep rows", () -> shared(first));
            write(name + "s", 1, ROUNDS / 2);
            second.destroyForcibly().waitFor();
            long killed = System.nanoTime();
            write(name + "s", ROUNDS / 2, ROUNDS);
            Cluster.await("copies answer", () -> size(first, PullOptions.DEFAULT) == KEYS);
            long copies = System.nanoTime();
            Cluster.await("one owns all", () -> size(first, OWNER) == KEYS);
            long owned = System.nanoTime();
            Cluster.await("all rows are counted", () -> complete(first));
            report(killed, copies, owned, System.nanoTime());
            List<List<@Nullable Object>> rows = all(first);
            assertThat(rows)
                    .hasSize(KEYS)
                    .allSatisfy(row -> assertThat(row.subList(1, 3)).isEqualTo(List.of((long) ROUNDS, ROUNDS - 1)));
            long again =
                    rows.stream().mapToLong(row -> (Long) row.get(3) - ROUNDS).sum();
            System.out.println("rows counted again: " + again + " of " + KEYS * ROUNDS);
            assertThat(again).isNotNegative();
        } finally {
            second.destroyForcibly();
        }
    }

    private static void report(long killed, long copies, long owned, long complete) {
        System.out.printf(
                "after kill -9: all keys answered by copies after %d ms, by their owner after %d ms, up to date after %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(copies - killed),
                TimeUnit.NANOSECONDS.toMillis(owned - killed),
                TimeUnit.NANOSECONDS.toMillis(complete - killed));
    }

    private static void write(String topic, int from, int to) {
        for (int round = from; round < to; round++) {
            for (int id = 0; id < KEYS; id++) {
                byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
                byte[] value = ("{\"v\":" + round + "}").getBytes(StandardCharsets.UTF_8);
                Cluster.send(topic, key, value, 1_700_000_000_000L + round);
            }
        }
        Cluster.flush();
    }

    private static boolean complete(KsqlEngine engine) {
        List<List<@Nullable Object>> rows = rows(engine, OWNER);
        return rows != null
                && rows.size() == KEYS
                && rows.stream().allMatch(row -> row.subList(1, 3).equals(List.of((long) ROUNDS, ROUNDS - 1)));
    }

    private static List<List<@Nullable Object>> all(KsqlEngine engine) {
        List<List<@Nullable Object>> rows = rows(engine, OWNER);
        return rows == null ? List.of() : rows;
    }

    private static int size(KsqlEngine engine, PullOptions options) {
        List<List<@Nullable Object>> rows = rows(engine, options);
        return rows == null ? -1 : rows.size();
    }

    private void ask(HostInfo host, RemoteQueries.Request request, RowSink rows) {
        asked.incrementAndGet();
        throw new TransientException(host + " is not asked in this test");
    }

    /** Whether each key is kept here or there, and neither keeps all. */
    private boolean shared(KsqlEngine engine) {
        asked.set(0);
        int here = 0;
        for (int id = 0; id < KEYS; id++) {
            List<List<@Nullable Object>> rows = rows(engine, "SELECT * FROM t WHERE id = " + id + ";", OWNER);
            here += rows != null && !rows.isEmpty() ? 1 : 0;
        }
        return here > 0 && asked.get() > 0 && here + asked.get() == KEYS;
    }

    private static @Nullable List<List<@Nullable Object>> rows(KsqlEngine engine, PullOptions options) {
        return rows(engine, "SELECT * FROM t;", options);
    }

    /** Null when somebody else would have to be asked, or nobody can answer now. */
    private static @Nullable List<List<@Nullable Object>> rows(KsqlEngine engine, String text, PullOptions options) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try {
            SelectResult result = engine.select(text, new Session(), options, Cluster.QUEUE);
            ((SelectResult.Pull) result).run(row -> rows.add(Arrays.asList(row)));
            return rows;
        } catch (TransientException e) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
