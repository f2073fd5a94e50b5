package io.millrace.gateway.app;

import io.millrace.service.app.ResourceText;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A pipeline file of a test's own: the sample with a comment, a secret and pipelines that are wrong. */
public final class SampleFile implements QuarkusTestResourceLifecycleManager {

    /** Where the file is, for tests that edit it. */
    static final Path PATH = Path.of("target", "gateway-test", "config.yaml").toAbsolutePath();

    /** What drivers of Proton have to give. */
    static final String NATIVE_PASSWORD = "let-drivers-in";

    static final String HEAD = """
            # a comment that stays
            host: 127.0.0.1
            port: 1
            password: open-sesame
            """;

    static final String WRONG = """
              # kept wrong on purpose
              - name: wrong
                sqls: [SELECT nothing FROM nowhere]
              - name: far
                engine: proton
                sqls: [SELECT 1]
              - name: tiny
                max-rows: 1
                sqls:
                  - "CREATE RANDOM STREAM devices(device string default 'd') SETTINGS eps=0"
                  - SELECT * FROM devices
            """;

    @Override
    public Map<String, String> start() {
        try {
            Files.createDirectories(PATH.getParent());
            Files.writeString(PATH, HEAD + ResourceText.of("sample-config.yaml") + WRONG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "gateway.config", PATH.toString(),
                "gateway.watch-interval", "50ms",
                "gateway.native.enabled", "true",
                "gateway.native.port", "0",
                "gateway.native.password", NATIVE_PASSWORD);
    }

    @Override
    public void stop() {}
}
