package io.millrace.connector.clickhouse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real ClickHouse. It is looked for in this order: a server that {@code MILLRACE_CLICKHOUSE} names
 * ({@code http://user:password@host:port}), the program {@code clickhouse} on the path, the engine as a library in the
 * folder that {@code MILLRACE_CHDB} names; else the test is skipped. Where none of them is,
 * {@code ClickHouseContainerIT} takes one in a container.
 *
 * <p>What this class starts can be killed and started again, with the same address and data.
 *
 * <p><b>Threading:</b> thread-safe but for {@link #kill}, {@link #startAgain} and {@link #close}.
 */
public final class ClickHouseServer implements AutoCloseable {

    private static final String USER = "millrace";
    private static final String PASSWORD = "not a secret";
    private static final int START_SECONDS = 60;
    private static final AtomicInteger databases = new AtomicInteger();
    private static @Nullable ClickHouseServer shared;

    private final URI address;
    private final String user;
    private final String password;
    private final List<String> command;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;

    private ClickHouseServer(URI address, String user, String password, List<String> command) {
        this.address = address;
        this.user = user;
        this.password = password;
        this.command = command;
    }

    /** One for all tests of this JVM; it ends with it. */
    public static synchronized ClickHouseServer shared() throws IOException, InterruptedException {
        ClickHouseServer server = shared;
        if (server == null) {
            Path folder = Files.createTempDirectory("clickhouse");
            server = start(folder);
            shared = server;
            ClickHouseServer toClose = server;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                toClose.close();
                delete(folder);
            }));
        }
        return server;
    }

    /**
     * Starts one whose data is in a folder; {@code MILLRACE_CLICKHOUSE} is taken instead when it is set.
     *
     * @throws org.opentest4j.TestAbortedException where there is none
     */
    public static ClickHouseServer start(Path folder) throws IOException, InterruptedException {
        String running = given();
        if (running != null) {
            URI given = URI.create(running);
            String[] who = given.getUserInfo() == null
                    ? new String[] {"default", ""}
                    : given.getUserInfo().split(":", 2);
            return at(given, who[0], who.length < 2 ? "" : who[1]);
        }
        return startOurs(folder);
    }

    /** One that runs already, and that this class can neither kill nor start. */
    public static ClickHouseServer at(URI address, String user, String password) {
        return new ClickHouseServer(address, user, password, List.of());
    }

    /** Starts one of its own in any case, so that it can be killed. */
    public static ClickHouseServer startOurs(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path program = program();
        Path library = library();
        Assumptions.assumeTrue(
                program != null || library != null,
                "no ClickHouse: neither MILLRACE_CLICKHOUSE nor the program clickhouse nor MILLRACE_CHDB");
        List<String> command =
                program != null ? serverCommand(program, folder, port) : endpointCommand(library, folder, port);
        ClickHouseServer server = new ClickHouseServer(URI.create("http://127.0.0.1:" + port), USER, PASSWORD, command);
        server.startAgain();
        return server;
    }

    /** Whether there is one without a container, which {@link #shared} then gives. */
    public static boolean present() {
        return given() != null || program() != null || library() != null;
    }

    private static @Nullable String given() {
        String running = System.getenv("MILLRACE_CLICKHOUSE");
        return running == null || running.isBlank() ? null : running;
    }

    private static @Nullable Path program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, "clickhouse"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Path library() {
        String folder = System.getenv("MILLRACE_CHDB");
        Path library = folder == null ? null : Path.of(folder, "libchdb.so");
        return library != null && Files.isReadable(library) ? library : null;
    }

    private static List<String> endpointCommand(@Nullable Path library, Path folder, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EngineEndpoint.class.getName(),
                String.valueOf(library),
                folder.resolve("databases").toString(),
                Integer.toString(port));
    }

    private static List<String> serverCommand(Path program, Path folder, int port) throws IOException {
        Path users = folder.resolve("users.xml");
        Files.writeString(users, """
                <clickhouse>
                  <profiles><default/></profiles>
                  <quotas><default/></quotas>
                  <users><%1$s>
                    <password>%2$s</password><networks><ip>::/0</ip></networks><profile>default</profile>
                    <quota>default</quota><access_management>1</access_management>
                  </%1$s></users>
                </clickhouse>
                """.formatted(USER, PASSWORD));
        Path config = folder.resolve("config.xml");
        Files.writeString(config, """
                <clickhouse>
                  <logger><level>warning</level><console>1</console></logger>
                  <listen_host>127.0.0.1</listen_host>
                  <http_port>%d</http_port>
                  <path>%s/</path>
                  <mark_cache_size>100000000</mark_cache_size>
                  <user_directories>
                    <users_xml><path>%s</path></users_xml>
                    <local_directory><path>%s/</path></local_directory>
                  </user_directories>
                </clickhouse>
                """.formatted(port, folder.resolve("databases"), users, folder.resolve("access")));
        return List.of(program.toString(), "server", "--config-file=" + config);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether this class started it, and so can kill it. */
    public boolean ours() {
        return !command.isEmpty();
    }

    /** As {@code kill -9}; returns when the process is gone. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** Starts it again where it was, and waits until it answers. */
    public void startAgain() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        Path log = Files.createTempFile("clickhouse", ".log");
        builder.environment().putAll(Map.of("CLICKHOUSE_USER", user, "CLICKHOUSE_PASSWORD", password));
        Process started =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process = started;
        try {
            for (int i = 0; i < START_SECONDS * 100; i++) {
                if (answers()) {
                    return;
                }
                if (started.waitFor(10, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
            started.destroyForcibly();
            throw new IOException("ClickHouse did not start: " + Files.readString(log));
        } finally {
            Files.delete(log);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(address.resolve("/ping"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A new empty database. */
    public String newDatabase() throws IOException, InterruptedException {
        String name = "millrace_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
        query("DROP DATABASE IF EXISTS " + name);
        query("CREATE DATABASE " + name);
        return name;
    }

    /**
     * Carries out one statement, with its own format or as tab-separated text.
     *
     * @throws IOException with ClickHouse's message when it fails
     */
    public String query(String statement) throws IOException, InterruptedException {
        String key = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(address.resolve("/"))
                        .header("Authorization", "Basic " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(statement))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        String text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        if (response.statusCode() != 200) {
            throw new IOException(statement + ": " + text.strip());
        }
        return text;
    }

    /** Its host. */
    public String host() {
        return address.getHost();
    }

    /** Its port for HTTP. */
    public int port() {
        return address.getPort();
    }

    /** Who may do everything. */
    public String user() {
        return user;
    }

    /** That user's password. */
    public String password() {
        return password;
    }

    @Override
    public void close() {
        kill();
        client.close();
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // the machine cleans its temporary folder
        }
    }
}
