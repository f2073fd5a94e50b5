package io.millrace.connector.clickhouse.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jpountz.lz4.LZ4Factory;

/**
 * A program: the engine behind as much of ClickHouse's HTTP interface as its Java client needs. Statements follow each
 * other, one at a time. Answers are never compressed.
 *
 * <p>Arguments: the library, the folder of the databases, the port. {@code CLICKHOUSE_USER} and
 * {@code CLICKHOUSE_PASSWORD} name who is let in. Prints {@code ready} when it listens, and ends with its standard
 * input, so that it outlives no test.
 */
final class EngineEndpoint {

    /** Parameters of a request that are no settings of the engine. */
    private static final Pattern NO_SETTING = Pattern.compile(
            "query|database|default_format|query_id|compress|decompress|client_.*|session_.*|user|password"
                    + "|enable_http_compression|wait_end_of_query|role|log_comment|send_progress_in_http_headers");

    private static final Pattern INSERT = Pattern.compile(
            "(INSERT\\s+INTO\\s.*?)\\s+FORMAT\\s+(\\w+)\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final long STACK_BYTES = 16L << 20;

    private final Engine engine;
    private final Path folder;
    private final String basic;
    private final String user;
    private final String password;

    private EngineEndpoint(Engine engine, Path folder, String user, String password) {
        this.engine = engine;
        this.folder = folder;
        this.user = user;
        this.password = password;
        this.basic =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[1]);
        EngineEndpoint endpoint = new EngineEndpoint(
                new Engine(Path.of(args[0]), data),
                Files.createTempDirectory(data.toAbsolutePath().getParent(), "body"),
                System.getenv().getOrDefault("CLICKHOUSE_USER", "default"),
                System.getenv().getOrDefault("CLICKHOUSE_PASSWORD", ""));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[2])), 100);
        server.setExecutor(Executors.newFixedThreadPool(
                8, task -> new Thread(Thread.currentThread().getThreadGroup(), task, "http", STACK_BYTES)));
        server.createContext("/ping", exchange -> answer(exchange, 200, text("Ok.\n")));
        server.createContext("/", endpoint::handle);
        server.start();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // whoever started this is there
        }
        Runtime.getRuntime().halt(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
            try {
                if (!isKnown(exchange)) {
                    throw new Engine.Refused("Code: 516. DB::Exception: " + name(exchange)
                            + ": Authentication failed: password is incorrect, or there is no user with such name."
                            + " (AUTHENTICATION_FAILED)");
                }
                String format = exchange.getRequestHeaders().getFirst("X-ClickHouse-Format");
                if (format == null) {
                    format = parameters.getOrDefault("default_format", "TabSeparated");
                }
                exchange.getResponseHeaders().set("X-ClickHouse-Format", format);
                exchange.getResponseHeaders().set("X-ClickHouse-Timezone", "UTC");
                answer(exchange, 200, carryOut(exchange, parameters, decompressed(body, parameters), format));
            } catch (Engine.Refused e) {
                exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", Integer.toString(e.code()));
                answer(exchange, status(e.code()), text(e.getMessage() + "\n"));
            }
        }
    }

    private synchronized byte[] carryOut(
            HttpExchange exchange, Map<String, String> parameters, byte[] body, String format)
            throws Engine.Refused, IOException {
        String database = exchange.getRequestHeaders().getFirst("X-ClickHouse-Database");
        use(parameters.getOrDefault("database", database == null ? "default" : database));
        Map<String, String> settings = new LinkedHashMap<>(parameters);
        settings.keySet().removeIf(name -> NO_SETTING.matcher(name).matches());
        if (!settings.isEmpty()) {
            run("SET "
                    + settings.entrySet().stream()
                            .map(setting -> setting.getKey() + " = " + quoted(setting.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        try {
            return statement(parameters.getOrDefault("query", ""), body, format);
        } finally {
            if (!settings.isEmpty()) {
                run("SET "
                        + settings.keySet().stream()
                                .map(name -> name + " = DEFAULT")
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    /** Data behind an INSERT may hold any byte, so that it goes by a file. */
    private byte[] statement(String query, byte[] body, String format) throws Engine.Refused, IOException {
        Matcher insert = INSERT.matcher(query.strip());
        if (insert.matches() && body.length > 0) {
            Path file = folder.resolve("data");
            Files.write(file, body);
            return run(insert.group(1) + " FROM INFILE " + quoted(file.toString()) + " COMPRESSION 'none' FORMAT "
                    + insert.group(2));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(text(query));
        if (!query.isEmpty() && body.length > 0) {
            whole.write('\n');
        }
        whole.writeBytes(body);
        return engine.query(whole.toByteArray(), format);
    }

    private void use(String database) throws Engine.Refused {
        run("USE `" + database.replace("`", "\\`") + "`");
    }

    private byte[] run(String statement) throws Engine.Refused {
        return engine.query(text(statement), "TabSeparated");
    }

    private boolean isKnown(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            return authorization.equals(basic);
        }
        String key = exchange.getRequestHeaders().getFirst("X-ClickHouse-Key");
        return name(exchange).equals(user) && password.equals(key == null ? "" : key);
    }

    private static String name(HttpExchange exchange) {
        String name = exchange.getRequestHeaders().getFirst("X-ClickHouse-User");
        return name == null ? "default" : name;
    }

    private static int status(int code) {
        return switch (code) {
            case 60, 81 -> 404;
            case 497, 516 -> 403;
            case 62 -> 400;
            default -> 500;
        };
    }

    /**
     * Blocks of ClickHouse's own kind: a checksum of 16 bytes, 0x82 for LZ4, the size with these 9 bytes, the size
     * without compression, the data.
     */
    private static byte[] decompressed(byte[] body, Map<String, String> parameters) throws IOException {
        if (!"1".equals(parameters.get("decompress"))) {
            return body;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (in.available() > 0) {
            in.skipNBytes(16);
            int method = in.readUnsignedByte();
            int size = Integer.reverseBytes(in.readInt()) - 9;
            int plain = Integer.reverseBytes(in.readInt());
            byte[] data = in.readNBytes(size);
            if (method != 0x82) {
                throw new IOException("only LZ4 is understood here, this is method " + method);
            }
            out.writeBytes(LZ4Factory.safeInstance().fastDecompressor().decompress(data, plain));
        }
        return out.toByteArray();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(
                    URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8),
                    equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
        exchange.close();
    }
}
