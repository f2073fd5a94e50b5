package io.millrace.gateway.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A pipeline file whose pipelines run on both engines; nobody listens yet where it says that Proton is. */
public final class ProtonFile implements QuarkusTestResourceLifecycleManager {

    private static final String ROWS = """
            ["CREATE STREAM readings(i uint64, t string, at datetime64(3, 'UTC'), f float32, l array(nullable(int8)), d decimal(9, 2))", \
            "INSERT INTO readings(i, t, at, f, l, d) VALUES (18446744073709551615, 'M\u00f6', '2024-01-23 02:50:37.798', 16.9, [1, null], '12.50'), \
            (2, '', '2024-01-23 02:50:38', 0, [], '-1')", "SELECT * EXCEPT _tp_time FROM table(readings)"]""";

    @Override
    public Map<String, String> start() {
        try (ServerSocket free = new ServerSocket(0)) {
            Path path = Path.of("target", "gateway-test", "proton.yaml").toAbsolutePath();
            Files.createDirectories(path.getParent());
            Files.writeString(path, text(free.getLocalPort(), ROWS.strip()));
            return Map.of("gateway.config", path.toString(), "gateway.proton.on-lost", "reconnect");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(int port, String rows) {
        return """
            host: 127.0.0.1
            port: %d
            password: open-sesame
            engine: proton
            pipelines:
              - name: one
                sqls: [SELECT 1]
              - name: one-embedded
                engine: embedded
                sqls: [SELECT 1]
              - name: rows
                sqls: %s
              - name: rows-embedded
                engine: embedded
                sqls: %s
              - name: devices
                sqls:
                  - "CREATE RANDOM STREAM devices(device string default 'device'||to_string(rand()%%4)) SETTINGS eps=1000"
                  - SELECT * FROM devices
              - name: wrong
                sqls: [SELECT nothing FROM nowhere]
            """.formatted(port, rows, rows);
    }

    @Override
    public void stop() {}
}
