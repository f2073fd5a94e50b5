package io.millrace.vehicles.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DumpSourceTest implements SourceContract<String> {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before each test
    private Path folder;

    @Override
    public List<String> samples() {
        return List.of("{\"VP\":{}}", "{\"DUE\":{\"stop\":\"ä\"}}", "{\"ARR\":{}}", "{}", "{\"DEP\":{}}");
    }

    private Path dump(String name, List<String> payloads) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < payloads.size(); i++) {
            text.append(Instant.parse("2024-02-13T16:33:00.005271Z").plusSeconds(i))
                    .append(" /hfp/v2/Matinkylä (M) ")
                    .append(payloads.get(i))
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** In two files. */
    @Override
    public Source<String> sourceOf(List<String> values) throws Exception {
        dump("a.hfp.dump", values.subList(0, 3));
        dump("b.hfp.dump", values.subList(3, values.size()));
        return texts(new DumpSource(
                new DumpSettings(DumpSettings.files(List.of(folder)), 0, Duration.ZERO, Duration.ZERO, 2),
                Ticker.SYSTEM));
    }

    @Override
    public Source<String> silent() throws Exception {
        Path file = dump("silent.dump", samples());
        return texts(new DumpSource(
                new DumpSettings(List.of(file), 1, Duration.ZERO, Duration.ofHours(9), 2), Ticker.SYSTEM));
    }

    private static Source<String> texts(DumpSource source) {
        return new Source<>() {
            @Override
            public void open() {
                source.open();
            }

            @Override
            public Poll<String> poll(Duration timeout) throws InterruptedException {
                return switch (source.poll(timeout)) {
                    case Poll.Batch<byte[]> batch ->
                        new Poll.Batch<>(
                                batch.records().stream()
                                        .map(record ->
                                                record.withValue(new String(record.value(), StandardCharsets.UTF_8)))
                                        .toList(),
                                batch.ack());
                    case Poll.Idle<byte[]> _ -> new Poll.Idle<>();
                    case Poll.End<byte[]> _ -> new Poll.End<>();
                };
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Test
    void keepsTheTopicWithItsSpacesAndTheTimeOfTheCapture() throws Exception {
        try (DumpSource source = new DumpSource(DumpSettings.of(List.of(dump("x", samples()))), Ticker.SYSTEM)) {
            source.open();
            assertThat(source.poll(Duration.ZERO)).isInstanceOfSatisfying(Poll.Batch.class, batch -> {
                Record<?> first = (Record<?>) batch.records().getFirst();
                assertThat(first.key()).isEqualTo("/hfp/v2/Matinkylä (M)");
                assertThat(first.timestamp()).isEqualTo(Instant.parse("2024-02-13T16:33:00.005271Z"));
            });
        }
    }

    @Test
    void keepsThePaceOfTheCapture() throws Exception {
        ManualTicker ticker = new ManualTicker();
        DumpSettings twice = DumpSettings.of(List.of(dump("x", samples()))).with(2);
        try (DumpSource source = new DumpSource(twice, ticker)) {
            source.open();
            assertThat(count(source.poll(Duration.ZERO))).isEqualTo(1);
            assertThat(count(source.poll(Duration.ZERO))).isZero();
            ticker.advance(Duration.ofMillis(499));
            assertThat(count(source.poll(Duration.ZERO))).isZero();
            ticker.advance(Duration.ofMillis(1));
            assertThat(count(source.poll(Duration.ZERO))).isEqualTo(1);
            ticker.advance(Duration.ofSeconds(1));
            assertThat(count(source.poll(Duration.ZERO))).isEqualTo(2);
        }
    }

    private static int count(Poll<byte[]> poll) {
        return poll instanceof Poll.Batch<byte[]> batch ? batch.records().size() : 0;
    }

    @Test
    void namesFileAndLineOfWhatIsNoMessageAndGoesOn() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.dump"), """
                2024-02-13T16:33:00.005271Z /a {"VP":{}}
                nonsense

                yesterday /a {"VP":{}}
                2024-02-13T16:33:01.005271Z /b {"VP":{}}
                """);
        try (DumpSource source = new DumpSource(DumpSettings.of(List.of(file)), Ticker.SYSTEM)) {
            source.open();
            assertThat(count(source.poll(Duration.ZERO))).isEqualTo(1);
            assertThatThrownBy(() -> source.poll(Duration.ZERO))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage("bad.dump line 2 is not of the form TIME TOPIC {PAYLOAD}");
            assertThatThrownBy(() -> source.poll(Duration.ZERO))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("bad.dump line 4 must begin with a time such as")
                    .hasMessageContaining("was 'yesterday'");
            assertThat(count(source.poll(Duration.ZERO))).isEqualTo(1);
            assertThat(source.poll(Duration.ZERO)).isInstanceOf(Poll.End.class);
        }
    }

    @Test
    void saysWhatCannotBePlayed() {
        assertThatThrownBy(() -> DumpSettings.files(List.of(folder.resolve("missing"))))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot read ");
        assertThatThrownBy(() -> DumpSettings.files(List.of(folder)))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("no .dump or .json in ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DumpSettings.of(List.of(folder)).with(-1))
                .withMessage("speed must be at least 0, was -1.0");
    }
}
