package io.millrace.exchange.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.exchange.CoinbaseData;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaptureTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsRawFilesOfCryptofeed() throws Exception {
        Path file = Files.writeString(folder.resolve("raw"), """
                wss://ws-feed.example <-> 1618677816.8434298
                wss://ws-feed.example <- 1618677817.020616: {"type":"subscribe"}
                1618677817.061845: {"type":"ticker","product_id":"A-B"}
                1618677817.1: {"type":"match","product_id":"C-D"}
                nonsense
                1618677817.0: {"type":

                """);
        try (Capture capture = Capture.open(file)) {
            @Nullable CapturedMessage first = capture.next();
            @Nullable CapturedMessage second = capture.next();
            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
            assertThat(first.type()).isEqualTo("ticker");
            assertThat(first.text()).isEqualTo("{\"type\":\"ticker\",\"product_id\":\"A-B\"}");
            assertThat(second.nanos() - first.nanos()).isEqualTo(38_155_000);
            assertThat(capture.next()).isNull();
            assertThat(capture.refused()).isEqualTo(2);
        }
        assertThat(Capture.products(file)).containsExactly("A-B", "C-D");
    }

    @Test
    void readsPackedLinesOfJson() throws Exception {
        Path file = folder.resolve("capture.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("""
                    {"type":"ticker","product_id":"A-B","time":"2025-02-04T02:00:06.419368Z"}
                    {"type":"snapshot","product_id":"A-B"}
                    {"type":"ticker","product_id":"A-B","time":"2025-02-04T02:00:07.419368Z"}
                    """.getBytes(UTF_8));
        }
        try (Capture capture = Capture.open(file)) {
            @Nullable CapturedMessage first = capture.next();
            @Nullable CapturedMessage second = capture.next();
            @Nullable CapturedMessage third = capture.next();
            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
            assertThat(third).isNotNull();
            assertThat(second.nanos()).isEqualTo(first.nanos());
            assertThat(third.nanos() - first.nanos()).isEqualTo(1_000_000_000);
        }
    }

    @Test
    void saysWhatIsNoCapture() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThatThrownBy(() -> Capture.products(empty))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("has no message of any product");
        assertThatThrownBy(() -> Capture.open(folder.resolve("missing")))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot read the capture");
    }

    @Test
    void readsARealOne() {
        Map<String, Integer> types = new TreeMap<>();
        try (Capture capture = Capture.open(CoinbaseData.capture())) {
            @Nullable CapturedMessage message = capture.next();
            while (message != null) {
                types.merge(message.type(), 1, Integer::sum);
                message = capture.next();
            }
            assertThat(capture.refused()).isZero();
        }
        assertThat(types)
                .isEqualTo(Map.of(
                        "l2update",
                        9719,
                        "ticker",
                        107,
                        "match",
                        97,
                        "snapshot",
                        10,
                        "last_match",
                        10,
                        "subscriptions",
                        3));
    }
}
