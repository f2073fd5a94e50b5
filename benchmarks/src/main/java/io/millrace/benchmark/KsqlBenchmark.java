package io.millrace.benchmark;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.EngineSettings;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.engine.SelectResult;
import io.millrace.ksql.engine.Session;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.run.RunSettings;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * ksqlDB's statements on our engine beside the same by hand with Kafka Streams and Jackson, in one JVM, over an
 * embedded Kafka: records a second through a stream and into a table, the time through a stream, and pull queries by
 * key. The arguments are how many records to read per cell, and parts: {@code pass}, {@code table}, {@code latency},
 * {@code pull}.
 */
final class KsqlBenchmark {

    private static final int KEYS = 2_000;
    private static final int ROUNDS = 2;
    private static final long SEED = 20261121;
    private static final long CACHE = 10 << 20;
    private static final Duration PULLING = Duration.ofSeconds(3);
    private static final String INPUT = "readings";

    private final EmbeddedKafka kafka;
    private final Path folder;
    private final int records;
    private long written;
    private int cells;

    private KsqlBenchmark(EmbeddedKafka kafka, Path folder, int records) {
        this.kafka = kafka;
        this.folder = folder;
        this.records = records;
        this.written = records;
    }

    /** A query that runs until it is closed. */
    private interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /** Starts one that reads the input and writes to a topic. */
    private interface Query {
        Running start(String application, String to) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
        List<String> parts = args.length > 1
                ? Arrays.asList(args).subList(1, args.length)
                : List.of("pass", "table", "latency", "pull");
        Path folder = Files.createTempDirectory("ksql-benchmark");
        System.out.println("# " + records + " records of " + KEYS + " keys, seed " + SEED);
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            KsqlBenchmark benchmark = new KsqlBenchmark(kafka, folder, records);
            benchmark.fill();
            for (String part : parts) {
                switch (part) {
                    case "pass" -> benchmark.pass();
                    case "table" -> benchmark.table();
                    case "latency" -> benchmark.latency();
                    case "pull" -> benchmark.pull();
                    default ->
                        throw new IllegalArgumentException("part must be pass, table, latency or pull, was " + part);
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void fill() throws Exception {
        create(INPUT);
        Random random = new Random(SEED);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < records; i++) {
                var _ = producer.send(record(INPUT, random.nextInt(KEYS), random, i));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int key, Random random, long time) {
        String value = "{\"place\":\"Rautatientori " + random.nextInt(100) + "\",\"value\":"
                + random.nextInt(1_000_000) / 1e4 + ",\"time\":" + time + "}";
        return new ProducerRecord<>(
                topic, ByteBuffer.allocate(Integer.BYTES).putInt(key).array(), value.getBytes(StandardCharsets.UTF_8));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Properties all = new Properties();
        all.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void create(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private void pass() throws Exception {
        Query bare = (application, to) -> bare(KsqlBare.pass(settings(application, 0, 0), INPUT, to));
        compare("stream to stream", bare, ours("STREAM", "SELECT id, value, time FROM readings WHERE value >= 0", 0));
    }

    private void table() throws Exception {
        String select = "SELECT id, LATEST_BY_OFFSET(value) AS value, LATEST_BY_OFFSET(time) AS time"
                + " FROM readings GROUP BY id";
        for (long cache : new long[] {0, CACHE}) {
            Query bare = (application, to) -> bare(KsqlBare.table(settings(application, cache, 0), INPUT, to));
            String name = cache == 0 ? "table, every update" : "table, cached";
            compare(name, bare, ours("TABLE", select, cache));
        }
    }

    private void compare(String name, Query bare, Query ours) throws Exception {
        double best = 0;
        double own = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, rate(name + ", Kafka Streams", bare));
            own = Math.max(own, rate(name + ", statement", ours));
        }
        System.out.printf(Locale.ROOT, "%s: %.2f of Kafka Streams by hand%n%n", name, own / best);
    }

    private String application() {
        return "cell" + ++cells;
    }

    private Properties settings(String application, long cache, int linger) {
        return KsqlBare.settings(kafka.bootstrapServers(), application, folder.resolve(application), cache, linger);
    }

    private static Running bare(KafkaStreams streams) {
        streams.start();
        return () -> streams.close(Duration.ofSeconds(30));
    }

    private KsqlEngine engine(String application, long cache) throws InterruptedException {
        RunSettings run = new RunSettings(
                kafka.bootstrapServers(),
                EngineSettings.prefix(application),
                RunSettings.alone(),
                folder.resolve(application),
                1,
                0,
                false,
                cache,
                Map.of());
        EngineSettings settings = new EngineSettings(
                application,
                run,
                new Analyzer.Defaults(Format.Kind.KAFKA, Format.Kind.JSON),
                null,
                (short) 1,
                Duration.ofMinutes(1));
        return KsqlEngine.start(settings, RemoteQueries.NONE, Ticker.SYSTEM);
    }

    private Query ours(String kind, String select, long cache) {
        return (application, to) -> {
            KsqlEngine engine = engine(application, cache);
            engine.execute(
                    "CREATE STREAM readings (id INT KEY, place STRING, value DOUBLE, time BIGINT)"
                            + " WITH (kafka_topic='readings', value_format='json');"
                            + " CREATE " + kind + " result WITH (kafka_topic='" + to + "') AS " + select + ";",
                    new Session(Map.of("auto.offset.reset", "earliest"), Map.of()));
            return engine::close;
        };
    }

    /** Records a second, without the first tenth. */
    private double rate(String name, Query query) throws Exception {
        String application = application();
        create(application + "-out");
        try (Running _ = query.start(application, application + "-out")) {
            double first = 0;
            long start = System.nanoTime();
            double count = processed(application);
            while (count < records) {
                if (first == 0 && count > records / 10.0) {
                    first = count;
                    start = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(10);
                count = processed(application);
            }
            double rate = (count - first) * 1e9 / (System.nanoTime() - start);
            System.out.printf(Locale.ROOT, "%-40s %,10.0f records/s%n", name, rate);
            return rate;
        }
    }

    /** Kafka Streams counts the records it has processed in both. */
    private static double processed(String application) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        double sum = 0;
        for (ObjectName name : server.queryNames(
                new ObjectName("kafka.streams:type=stream-thread-metrics,thread-id=*" + application + "*"), null)) {
            Object value = server.getAttribute(name, "process-total");
            sum += value instanceof Number number && number.doubleValue() > 0 ? number.doubleValue() : 0;
        }
        return sum;
    }

    private void latency() throws Exception {
        Query hundred = (application, to) -> bare(KsqlBare.pass(settings(application, 0, 100), INPUT, to));
        Query zero = (application, to) -> bare(KsqlBare.pass(settings(application, 0, 0), INPUT, to));
        latency("stream, Kafka Streams, its own linger", hundred);
        latency("stream, Kafka Streams, linger 0", zero);
        latency("stream, statement", ours("STREAM", "SELECT id, value, time FROM readings WHERE value >= 0", 0));
        System.out.println();
    }

    private void latency(String name, Query query) throws Exception {
        String application = application();
        create(application + "-out");
        try (Running _ = query.start(application, application + "-out");
                KsqlRoundTrips trips = new KsqlRoundTrips(
                        kafka.bootstrapServers(), INPUT, application + "-out", KEYS + (int) written)) {
            while (processed(application) < written) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            long[] micros = trips.run();
            // the next one reads these too
            written += KsqlRoundTrips.RECORDS;
            System.out.printf(
                    Locale.ROOT,
                    "%-40s p50 %,7d us   p99 %,7d us   of %d%n",
                    name,
                    micros[micros.length / 2],
                    micros[micros.length * 99 / 100],
                    micros.length);
        }
    }

    private void pull() throws Exception {
        String bareName = application();
        create(bareName + "-out");
        double get;
        try (KafkaStreams streams = KsqlBare.table(settings(bareName, 0, 0), INPUT, bareName + "-out")) {
            streams.start();
            while (processed(bareName) < records) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            ReadOnlyKeyValueStore<Integer, KsqlBare.Latest> store = streams.store(StoreQueryParameters.fromNameAndType(
                    KsqlBare.STORE, QueryableStoreTypes.<Integer, KsqlBare.Latest>keyValueStore()));
            get = pulls("get from the store, Kafka Streams", key -> store.get(key) != null);
        }
        String name = application();
        create(name + "-out");
        try (KsqlEngine engine = engine(name, 0)) {
            Session session = new Session(Map.of("auto.offset.reset", "earliest"), Map.of());
            engine.execute(
                    "CREATE STREAM readings (id INT KEY, place STRING, value DOUBLE, time BIGINT)"
                            + " WITH (kafka_topic='readings', value_format='json'); CREATE TABLE latest WITH (kafka_topic='"
                            + name + "-out') AS SELECT id, LATEST_BY_OFFSET(value) AS value,"
                            + " LATEST_BY_OFFSET(time) AS time FROM readings GROUP BY id;",
                    session);
            while (processed(name) < records) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            QueueSettings queue = new QueueSettings(Overflow.BLOCK, 100, 100);
            double pull = pulls("pull query by key, text to row", key -> {
                int[] rows = new int[1];
                SelectResult result = engine.select(
                        "SELECT * FROM latest WHERE id = " + key + ";", session, PullOptions.DEFAULT, queue);
                ((SelectResult.Pull) result).run(_ -> ++rows[0] > 0);
                return rows[0] == 1;
            });
            System.out.printf(Locale.ROOT, "pull: %.2f of a bare get%n%n", pull / get);
        }
    }

    private interface Lookup {
        boolean found(int key) throws Exception;
    }

    private static double pulls(String name, Lookup lookup) throws Exception {
        Random random = new Random(SEED);
        long count = 0;
        long missing = 0;
        long warm = System.nanoTime() + PULLING.toNanos() / 3;
        while (System.nanoTime() < warm) {
            missing += lookup.found(random.nextInt(KEYS)) ? 0 : 1;
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < PULLING.toNanos()) {
            missing += lookup.found(random.nextInt(KEYS)) ? 0 : 1;
            count++;
        }
        double rate = count * 1e9 / (System.nanoTime() - start);
        System.out.printf(
                Locale.ROOT, "%-40s %,10.0f a second, %.1f us each, %d not found%n", name, rate, 1e6 / rate, missing);
        return rate;
    }
}
