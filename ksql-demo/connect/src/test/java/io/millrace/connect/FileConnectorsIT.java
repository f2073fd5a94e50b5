package io.millrace.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.core.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of a file through Kafka into another. */
final class FileConnectorsIT {

    @TempDir
    private Path folder;

    private static String source(String file) {
        return Bench.connector(
                "file-source",
                Map.of("connector.class", "FileStreamSource", "file", file, "topic", "connect-test", "tasks.max", "1"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void carryLinesOfTextOverARestart() throws Exception {
        Path in = Files.writeString(folder.resolve("test.txt"), "foo\nbar\n");
        Path out = Files.writeString(folder.resolve("test.sink.txt"), "before");
        String sink = Bench.connector(
                "file-sink",
                Map.of("connector.class", "FileStreamSink", "file", "test.sink.txt", "topics", "connect-test"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            ConnectSettings settings = Bench.settings(kafka.bootstrapServers(), null, List.of(), folder);
            try (Bench bench = Bench.start(settings)) {
                bench.ready();
                assertThat(bench.post("/connectors", source("test.txt")).status())
                        .isEqualTo(201);
                assertThat(bench.post("/connectors", sink).status()).isEqualTo(201);
                Eventually.until(
                        "two lines", Duration.ofSeconds(30), () -> lines(out).size() == 3);
            }
            Files.writeString(in, "bää\n", StandardOpenOption.APPEND);
            try (Bench bench = Bench.start(settings)) {
                bench.ready();
                Eventually.until(
                        "three lines", Duration.ofSeconds(30), () -> lines(out).size() == 4);
                assertThat(lines(out)).containsExactly("before", "foo", "bar", "bää");
            }
        }
    }

    @Test
    void stayInTheirFolder() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.writeString(outside.resolve("secret"), "secret\n");
        Files.createSymbolicLink(inside.resolve("link"), outside.resolve("secret"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Bench bench = Bench.start(Bench.settings(kafka.bootstrapServers(), null, List.of(), inside));
                Bench none = Bench.start(Bench.settings(kafka.bootstrapServers(), null, List.of(), null))) {
            bench.ready();
            for (String file : List.of("link", outside.resolve("secret").toString())) {
                bench.post("/connectors", source(file));
                String trace = bench.task(
                                "file-source",
                                "fails",
                                task -> task.path("state").asText().equals("FAILED"))
                        .path("trace")
                        .asText();
                assertThat(trace).contains("is not in the folder of the file connectors");
                bench.delete("/connectors/file-source");
            }
            none.ready();
            none.post("/connectors", source("x"));
            assertThat(none.task(
                                    "file-source",
                                    "fails",
                                    task -> task.path("state").asText().equals("FAILED"))
                            .path("trace")
                            .asText())
                    .contains("file connectors are not offered");
        }
    }
}
