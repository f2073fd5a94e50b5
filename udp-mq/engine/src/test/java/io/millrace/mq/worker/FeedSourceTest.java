package io.millrace.mq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.mq.statistics.NodeStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeedSourceTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final ManualTicker ticker = new ManualTicker(Instant.ofEpochSecond(1_458_195_070, 310_000_000));
    private final NodeStatistics statistics = new NodeStatistics("Feeder", "F", ticker);
    private final AtomicBoolean settled = new AtomicBoolean(true);

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private FeedSource source(boolean sequential, double rate, Path... files) {
        return new FeedSource(
                new FeedSettings(List.of(files), sequential, rate, Duration.ZERO), statistics, settled::get, ticker);
    }

    private static List<String> all(FeedSource source) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        source.open();
        while (true) {
            switch (source.poll(Duration.ofMillis(1))) {
                case Poll.End<String> _ -> {
                    return texts;
                }
                case Poll.Idle<String> _ -> texts.add("idle");
                case Poll.Batch<String> batch -> {
                    batch.records().forEach(record -> texts.add(record.value()));
                    batch.ack().commit();
                }
            }
        }
    }

    private static String wrapped(String line) {
        return "\"" + line + "\u0001999=1458195070.31\u0001\"";
    }

    @Test
    void linesOfEachFileComeInTurnAndAFinishedFileDropsOut() throws Exception {
        FeedSource source = source(false, 0, file("a", "a1\na2\na3\n"), file("b", "b1"), file("c", ""));
        assertThat(all(source)).containsExactly(wrapped("a1"), wrapped("b1"), wrapped("a2"), wrapped("a3"));
        assertThat(statistics.snapshot().out()).isEqualTo(4);
    }

    @Test
    void sequentialFilesWaitForWhatWasSentToSettle() throws Exception {
        FeedSource source = source(true, 0, file("a", "a1\na2\n"), file("b", "b1"));
        assertThat(all(source)).containsExactly(wrapped("a1"), wrapped("a2"), "idle", wrapped("b1"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"8=FIX|35=D|\"', '8=FIX|35=D'",
        "'  8=FIX|35=D||  ', '8=FIX|35=D'",
        "'\"', ''",
        "'\"\"', ''",
        "'\"a', 'a'",
        "'a\"b', 'a\"b'"
    })
    void whatSurroundsALineIsTakenOff(String line, String bare) {
        assertThat(FeedFiles.bare(line.replace('|', '\u0001'))).isEqualTo(bare.replace('|', '\u0001'));
    }

    @Test
    void latencyCountsFromTheIntendedTime() throws Exception {
        FeedSource source = source(false, 10, file("a", "1\n2\n3\n4\n"));
        source.open();
        assertThat(batch(source)).hasSize(1);
        // the queue held the feeder up: three turns are due at once, each with the time it was meant to have
        ticker.advance(Duration.ofMillis(350));
        assertThat(batch(source))
                .containsExactly(
                        "\"2\u0001999=1458195070.41\u0001\"",
                        "\"3\u0001999=1458195070.51\u0001\"",
                        "\"4\u0001999=1458195070.61\u0001\"");
        assertThat(statistics.snapshot().total().max()).isBetween(248_000_000L, 252_000_000L);
        assertThat(source.poll(Duration.ZERO)).isInstanceOf(Poll.End.class);
    }

    private static List<String> batch(FeedSource source) throws InterruptedException {
        if (source.poll(Duration.ZERO) instanceof Poll.Batch<String> batch) {
            batch.ack().commit();
            return batch.records().stream().map(io.millrace.core.Record::value).toList();
        }
        return List.of();
    }

    @Test
    void aFileThatIsMissingIsToldBeforeAnythingIsSent() throws Exception {
        FeedSource source = source(true, 0, file("a", "a1"), folder.resolve("none"));
        assertThatThrownBy(source::open)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("cannot open " + folder.resolve("none") + ": no such file");
    }
}
