package io.millrace.ksql.engine;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.query.RemoteQueries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines of one application. */
final class TwoProcessesIT {

    private static final int KEYS = 40;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private final Map<String, KsqlEngine> processes = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();

    private final RemoteQueries remote = (host, request, rows) -> {
        KsqlEngine engine = processes.get(host.host());
        if (engine == null) {
            throw new TransientException(host.host() + " is gone");
        }
        engine.pullHere(request, rows);
        answered.computeIfAbsent(host.host(), _ -> new AtomicInteger()).incrementAndGet();
    };

    private KsqlEngine process(String name, String host, Path folder) throws InterruptedException {
        KsqlEngine engine = Cluster.engine(name, folder, host + ":1", remote, Map.of());
        processes.put(host, engine);
        return engine;
    }

    @Test
    void shareTheWorkAndAnswerForEachOther() throws Exception {
        String name = Cluster.application();
        KsqlEngine one = process(name, "one", first);
        KsqlEngine two = process(name, "two", second);
        try (one;
                two) {
            one.execute("""
                    CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='%1$ss', partitions=4, value_format='json');
                    CREATE TABLE t WITH (kafka_topic='%1$st') AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;
                    """.formatted(name), Cluster.earliest());
            Cluster.await("the other follows", () -> two.queries().size() == 1);
            for (int i = 0; i < KEYS; i++) {
                one.insert("S", Map.of("ID", i, "V", i)).get();
            }
            // where partitions are going, a query tells that it cannot be answered now
            Cluster.await(
                    "all rows from both, of which each keeps some",
                    () -> rows(one, "SELECT * FROM t;").size() == KEYS
                            && rows(two, "SELECT * FROM t;").size() == KEYS
                            && answered.keySet().equals(Set.of("one", "two")));
            for (int i = 0; i < KEYS; i++) {
                String query = "SELECT n FROM t WHERE id = " + i + ";";
                Cluster.await(query + " from one", () -> rows(one, query).equals(List.of(List.of(1L))));
                Cluster.await(query + " from two", () -> rows(two, query).equals(List.of(List.of(1L))));
            }
            processes.remove("two");
            two.close();
            Cluster.await(
                    "all rows from the one that is left",
                    () -> rows(one, "SELECT * FROM t;").size() == KEYS);
        }
    }

    private static List<List<@Nullable Object>> rows(KsqlEngine engine, String text) {
        try {
            return Cluster.pull(engine, text);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
