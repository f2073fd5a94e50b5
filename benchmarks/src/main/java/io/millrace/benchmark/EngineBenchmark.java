package io.millrace.benchmark;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.encode.JsonRows;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.Session;
import io.millrace.sql.exec.relation.BatchRelation;
import io.millrace.sql.type.DataType;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/**
 * The engine alone on one core: ten million rows made beforehand, read by one query at a time on one thread. Rates are
 * per second of that thread's CPU time, so that a busy machine does not count; the wall-clock rate stands beside them.
 */
public final class EngineBenchmark {

    private static final int ROWS = 10_000_000;
    private static final int BATCH = 4_096;
    private static final int DEVICES = 1_000;
    private static final int RUNS = 3;
    private static final int FIRST_ROW_RUNS = 300;
    private static final long SEED = 20_240_123;
    private static final long START_MILLIS = 1_705_978_237_798L;
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Schema SCHEMA = new Schema(List.of(
            new Column("device", DataType.STRING),
            new Column("temperature", DataType.FLOAT32),
            new Column("few", DataType.INT64),
            new Column("many", DataType.INT64),
            new Column("most", DataType.INT64),
            new Column("_tp_time", DataType.datetime64(3, "UTC"))));

    private static final String RANDOM_STREAM = """
            CREATE RANDOM STREAM devices(
              device string default 'device'||to_string(rand()%4),
              temperature float default rand()%1000/10
            ) SETTINGS eps=0
            """;

    /**
     * A measurement.
     *
     * @param goal million rows a second; 0 for none
     */
    private record Case(String name, String sql, double goal) {}

    private static final List<Case> CASES = List.of(
            new Case("filter and project", "SELECT device, temperature * 2 AS t FROM rows WHERE temperature > 50", 15),
            new Case(
                    "tumble 1 s: count, avg",
                    "SELECT window_start, count() AS c, avg(temperature) AS a FROM tumble(rows, 1s) GROUP BY window_start",
                    15),
            new Case(
                    "tumble 5 s by device: count, avg, max",
                    "SELECT window_start, device, count() AS c, avg(temperature) AS a, max(temperature) AS m"
                            + " FROM tumble(rows, 5s) GROUP BY window_start, device",
                    5),
            new Case("GROUP BY 10 keys: count, avg", grouped("few"), 15),
            new Case("GROUP BY 10,000 keys: count, avg", grouped("many"), 5),
            new Case("GROUP BY 1,000,000 keys: count, avg", grouped("most"), 2));

    private EngineBenchmark() {}

    /** No arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        long start = THREADS.getCurrentThreadCpuTime();
        List<RowBatch> batches = batches();
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        System.out.printf("%-42s %10s %10s %6s%n", "million rows/s, best of " + RUNS, "of CPU", "of clock", "goal");
        System.out.printf("%-42s %10.1f%n", "(making the rows, not part of the rest)", ROWS / seconds / 1e6);
        try (EmbeddedEngine engine = new EmbeddedEngine();
                Session session = engine.session()) {
            session.register(new BatchRelation("rows", SCHEMA, batches));
            for (Case one : CASES) {
                report(one.name(), one.goal(), () -> drain(session.query(one.sql()), RowBatch::size));
            }
            session.execute(RANDOM_STREAM);
            String all = "SELECT * FROM devices SETTINGS max_events=" + ROWS;
            report("random stream, eps=0", 0, () -> drain(session.query(all), RowBatch::size));
            report("random stream, eps=0, encoded", 0, () -> {
                JsonRows encoder = new JsonRows(SampleRows.SCHEMA);
                return drain(session.query(all), batch -> encoder.encode(batch).rows());
            });
            firstRows(engine);
        }
    }

    private static String grouped(String key) {
        return "SELECT " + key + ", count() AS c, avg(temperature) AS a FROM table(rows) GROUP BY " + key;
    }

    private interface Run {
        long rows() throws InterruptedException;
    }

    private static void report(String name, double goal, Run run) throws InterruptedException {
        double cpu = 0;
        double wall = 0;
        for (int i = 0; i < RUNS + 1; i++) {
            long wallStart = System.nanoTime();
            long cpuStart = THREADS.getCurrentThreadCpuTime();
            if (run.rows() == 0) {
                throw new IllegalStateException(name + " gave no rows");
            }
            cpu = Math.max(cpu, ROWS * 1e3 / (THREADS.getCurrentThreadCpuTime() - cpuStart));
            wall = Math.max(wall, ROWS * 1e3 / (System.nanoTime() - wallStart));
        }
        System.out.printf("%-42s %10.1f %10.1f %6s%n", name, cpu, wall, goal == 0 ? "" : (int) goal);
    }

    private static long drain(Source<RowBatch> source, ToLongFunction<RowBatch> use) throws InterruptedException {
        long rows = 0;
        source.open();
        try (source) {
            while (true) {
                switch (source.poll(WAIT)) {
                    case Poll.Batch<RowBatch>(var records, var ack) -> {
                        for (Record<RowBatch> one : records) {
                            rows += use.applyAsLong(one.value());
                        }
                        ack.commit();
                    }
                    case Poll.Idle<RowBatch> _ -> {
                        // windows close at the end
                    }
                    case Poll.End<RowBatch> _ -> {
                        return rows;
                    }
                }
            }
        }
    }

    /** From the text of a new pipeline to its first row, encoded. */
    private static void firstRows(EmbeddedEngine engine) throws InterruptedException {
        List<List<String>> pipelines = List.of(List.of("SELECT 1"), List.of(RANDOM_STREAM, "SELECT * FROM devices"));
        for (List<String> sqls : pipelines) {
            long[] nanos = new long[FIRST_ROW_RUNS];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                try (EnginePipeline pipeline = engine.start("first", sqls);
                        Source<RowBatch> source = pipeline.query()) {
                    source.open();
                    RowBatch first = null;
                    while (first == null) {
                        first = source.poll(WAIT) instanceof Poll.Batch<RowBatch> batch
                                ? batch.records().getFirst().value()
                                : null;
                    }
                    new JsonRows(pipeline.plan().schema()).encode(first);
                }
                nanos[i] = System.nanoTime() - start;
            }
            // the last third is warm
            long[] warm = Arrays.copyOfRange(nanos, FIRST_ROW_RUNS * 2 / 3, FIRST_ROW_RUNS);
            Arrays.sort(warm);
            System.out.printf(
                    "first row of a new query, warm: %-38s median %.2f ms, p90 %.2f ms (goal 5 ms)%n",
                    sqls.getLast(), warm[warm.length / 2] / 1e6, warm[warm.length * 9 / 10] / 1e6);
        }
    }

    private static List<RowBatch> batches() {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        int[] nameStarts = new int[DEVICES];
        int[] nameLengths = new int[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            byte[] name = ("device" + i).getBytes(StandardCharsets.UTF_8);
            nameStarts[i] = names.size();
            nameLengths[i] = name.length;
            names.writeBytes(name);
        }
        byte[] data = names.toByteArray();
        SplittableRandom random = new SplittableRandom(SEED);
        List<RowBatch> batches = new ArrayList<>();
        for (int from = 0; from < ROWS; from += BATCH) {
            int size = Math.min(BATCH, ROWS - from);
            int[] starts = new int[size];
            int[] lengths = new int[size];
            double[] temperatures = new double[size];
            long[] few = new long[size];
            long[] many = new long[size];
            long[] most = new long[size];
            long[] times = new long[size];
            for (int i = 0; i < size; i++) {
                int device = random.nextInt(DEVICES);
                starts[i] = nameStarts[device];
                lengths[i] = nameLengths[device];
                temperatures[i] = (float) (random.nextInt(1_000) / 10.0);
                few[i] = random.nextInt(10);
                many[i] = random.nextInt(10_000);
                most[i] = random.nextInt(1_000_000);
                times[i] = START_MILLIS + from + i;
            }
            batches.add(new RowBatch(
                    SCHEMA,
                    size,
                    new BytesVector(data, starts, lengths, null),
                    new DoubleVector(temperatures),
                    new LongVector(few),
                    new LongVector(many),
                    new LongVector(most),
                    new LongVector(times)));
        }
        return batches;
    }
}
