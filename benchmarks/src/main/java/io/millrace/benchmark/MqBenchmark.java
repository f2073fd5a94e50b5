package io.millrace.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Queues over UDP beside bare echoes of the same datagrams. The driver is pinned by whoever starts it, servers are
 * pinned here.
 */
final class MqBenchmark {

    private static final int WINDOW = 64;
    private static final int DURABLE_WINDOW = 250;
    private static final int DURABLE_CLIENTS = 4;
    private static final int BATCH = 100;

    private final String serverCore;
    private final long nanos;
    private final int port;
    private final Path folder;

    private MqBenchmark(String serverCore, double seconds, int port, Path folder) {
        this.serverCore = serverCore;
        this.nanos = (long) (seconds * 1e9);
        this.port = port;
        this.folder = folder;
    }

    /** Usage: {@code MqBenchmark CORE-OF-THE-SERVER SECONDS PORT FOLDER [PART...]}. */
    public static void main(String[] args) throws Exception {
        List<String> parts =
                args.length > 4 ? List.of(args).subList(4, args.length) : List.of("echo", "batch", "lease", "durable");
        MqBenchmark benchmark =
                new MqBenchmark(args[0], Double.parseDouble(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
        for (String part : parts) {
            switch (part) {
                case "echo" -> benchmark.againstEchoes();
                case "batch" -> benchmark.batches();
                case "lease" -> benchmark.leases();
                case "durable" -> benchmark.durable();
                default -> throw new IllegalArgumentException("no such part: " + part);
            }
        }
    }

    private void againstEchoes() throws Exception {
        double[][] jdk = echo("jdk");
        double[][] netty = echo("netty");
        try (Server _ = start("io.millrace.benchmark.QueueServer", "" + port);
                MqDriver driver = new MqDriver(port)) {
            String[] names = {"synchronous", "windowed " + WINDOW};
            int[] windows = {1, WINDOW};
            for (int i = 0; i < 2; i++) {
                double[] rates = alternate(
                        driver,
                        MqRequests.same(MqRequests.plainPut()),
                        MqRequests.same(MqRequests.plainGet()),
                        windows[i],
                        i == 0 ? 20_000 : 100_000);
                for (int verb = 0; verb < 2; verb++) {
                    double best = Math.max(jdk[i][verb], netty[i][verb]);
                    System.out.printf(
                            Locale.ROOT,
                            "%s %-12s echo jdk %,9.0f/s, netty %,9.0f/s; queue %,9.0f/s = %.2f of the better, goal 0.80%n",
                            verb == 0 ? "PUT" : "GET",
                            names[i],
                            jdk[i][verb],
                            netty[i][verb],
                            rates[verb],
                            rates[verb] / best);
                }
            }
        }
    }

    /** Rates synchronous and windowed, of datagrams like a PUT and like a GET. */
    private double[][] echo(String kind) throws Exception {
        try (Server _ = start("io.millrace.benchmark.EchoServer", kind, "" + port);
                MqDriver driver = new MqDriver(port)) {
            MqDriver.Work put = MqRequests.same(MqRequests.plainPut());
            MqDriver.Work get = MqRequests.same(MqRequests.plainGet());
            return new double[][] {alternate(driver, put, get, 1, 20_000), alternate(driver, put, get, WINDOW, 100_000)
            };
        }
    }

    private void batches() throws Exception {
        try (Server _ = start("io.millrace.benchmark.QueueServer", "" + port);
                MqDriver driver = new MqDriver(port)) {
            int window = 8;
            MqRequests requests = new MqRequests(driver, window);
            double[] rates = alternate(
                    driver,
                    requests.commands(MqRequests.put(BATCH), BATCH),
                    requests.commands(MqRequests.get(BATCH), BATCH),
                    window,
                    1_000_000);
            System.out.printf(
                    Locale.ROOT,
                    "batches of %d x %d bytes, windowed %d: PUT %,.0f messages/s = %.2f of the goal, GET %,.0f = %.2f,"
                            + " goal 4,500,000%n",
                    BATCH,
                    MqRequests.MESSAGE,
                    window,
                    rates[0],
                    rates[0] / 4.5e6,
                    rates[1],
                    rates[1] / 4.5e6);
        }
    }

    private void leases() throws Exception {
        try (Server _ = start("io.millrace.benchmark.QueueServer", "" + port);
                MqDriver driver = new MqDriver(port)) {
            MqRequests requests = new MqRequests(driver, WINDOW);
            double[] rates = alternate(
                    driver, requests.commands(MqRequests.put(BATCH), BATCH), requests.leaseAndAck(), WINDOW, 100_000);
            System.out.printf(
                    Locale.ROOT,
                    "lease plus ack, one message each, windowed %d: %,.0f/s = %.2f of the goal 190,000%n",
                    WINDOW,
                    rates[1],
                    rates[1] / 190e3);
        }
    }

    private void durable() throws Exception {
        for (int clients : new int[] {1, DURABLE_CLIENTS}) {
            durable(clients, 1);
        }
        durable(1, 10);
    }

    private void durable(int clients, int each) throws Exception {
        Path log = Files.createTempDirectory(folder, "log");
        try (Server _ = start("io.millrace.benchmark.QueueServer", "" + port, log.toString());
                MqDriver driver = new MqDriver(port)) {
            List<MqDriver.Work> puts = new ArrayList<>();
            List<MqDriver.Work> gets = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                MqRequests requests = new MqRequests(driver, DURABLE_WINDOW);
                puts.add(requests.commands(MqRequests.put(each), each));
                gets.add(requests.commands(MqRequests.get(each), each));
            }
            double[] rates = alternate(
                    driver,
                    MqRequests.inTurn(puts),
                    MqRequests.inTurn(gets),
                    clients * DURABLE_WINDOW,
                    20_000L * clients * each);
            System.out.printf(
                    Locale.ROOT,
                    "durable PUT, fsync before each reply, %d a datagram, clients %d, windowed %d each: %,.0f messages/s"
                            + " = %.2f of the goal 150,000 (GET %,.0f)%n",
                    each,
                    clients,
                    DURABLE_WINDOW,
                    rates[0],
                    rates[0] / 150e3,
                    rates[1]);
        } finally {
            delete(log);
        }
    }

    /** Fills with one kind and drains with the other, in turn; messages a second of each, the first half left out. */
    private double[] alternate(MqDriver driver, MqDriver.Work fill, MqDriver.Work drain, int window, long messages)
            throws IOException {
        long start = System.nanoTime();
        long[] spent = new long[2];
        long rounds = 0;
        while (System.nanoTime() - start < 2 * nanos || rounds == 0) {
            boolean warm = System.nanoTime() - start > nanos;
            long filling = driver.run(fill, window, messages);
            long draining = driver.run(drain, window, messages);
            if (warm) {
                spent[0] += filling;
                spent[1] += draining;
                rounds++;
            }
        }
        return new double[] {messages * rounds * 1e9 / spent[0], messages * rounds * 1e9 / spent[1]};
    }

    private record Server(Process process) implements AutoCloseable {

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    private Server start(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", serverCore));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(new File(folder.toFile(), "server.log"))
                .start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(reader.readLine())) {
            throw new IOException("the server did not start, see " + folder.resolve("server.log"));
        }
        return new Server(process);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
