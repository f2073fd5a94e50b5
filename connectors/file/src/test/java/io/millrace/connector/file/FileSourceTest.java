package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSourceTest implements SourceContract<String> {

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("orders.ndjson");
    }

    private FileSourceSettings settings(boolean tail) {
        return new FileSourceSettings(path(), folder.resolve("offset"), tail, 20, 2, Duration.ofMillis(5));
    }

    private FileSource source(boolean tail) {
        return new FileSource(settings(tail), Ticker.SYSTEM);
    }

    private void append(String text) throws IOException {
        Files.writeString(path(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public List<String> samples() {
        return List.of("{\"a\":1}", "[2]", "3", "\"vier ÄÖ\"", "null");
    }

    @Override
    public Source<String> sourceOf(List<String> values) throws IOException {
        Files.writeString(path(), String.join("\n", values));
        return source(false);
    }

    @Override
    public Source<String> silent() throws IOException {
        Files.writeString(path(), "");
        return source(true);
    }

    /** Values of one committed poll; {@code idle} or {@code end}. */
    private static List<String> poll(FileSource source) throws InterruptedException {
        return switch (source.poll(Duration.ZERO)) {
            case Poll.Batch<String> batch -> {
                batch.ack().commit();
                yield batch.records().stream().map(Record::value).toList();
            }
            case Poll.Idle<String> _ -> List.of("idle");
            case Poll.End<String> _ -> List.of("end");
        };
    }

    @Test
    void waitsForTheRestOfALineWhileTailing() throws Exception {
        append("{\"a\":1}\n{\"b\"");
        try (FileSource source = source(true)) {
            source.open();
            assertThat(poll(source)).containsExactly("{\"a\":1}");
            assertThat(poll(source)).containsExactly("idle");
            append(":2}");
            assertThat(poll(source)).containsExactly("idle");
            append("\n");
            assertThat(poll(source)).containsExactly("{\"b\":2}");
        }
    }

    @Test
    void continuesAfterARestartBehindTheLastCommit() throws Exception {
        append("1\n2\n3\n");
        try (FileSource first = source(true)) {
            first.open();
            assertThat(poll(first)).containsExactly("1", "2");
            assertThat(first.poll(Duration.ZERO)).isInstanceOf(Poll.Batch.class);
        }
        append("4\n");
        try (FileSource second = source(true)) {
            second.open();
            assertThat(poll(second)).containsExactly("3", "4");
            assertThat(poll(second)).containsExactly("idle");
        }
        assertThat(folder.resolve("offset")).hasContent("{\"bytes\":8,\"lines\":4}");
    }

    @Test
    void namesFileAndLineOfWhatCannotBeReadAndGoesOn() throws Exception {
        append("1\n{\"a\":\n\"" + "x".repeat(30) + "\"\n");
        Files.write(path(), new byte[] {'"', (byte) 0xC3, '"', '\n'}, StandardOpenOption.APPEND);
        append("1 2\n\n  \r\n5\r\n");
        try (FileSource source = source(false)) {
            source.open();
            assertThat(poll(source)).containsExactly("1");
            assertThatThrownBy(() -> poll(source))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageStartingWith(path() + " line 2 is not JSON: ");
            assertThatThrownBy(() -> poll(source))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage(path() + " line 3 is longer than 20 bytes");
            assertThatThrownBy(() -> poll(source))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage(path() + " line 4 is not UTF-8");
            assertThatThrownBy(() -> poll(source))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage(path() + " line 5 is not JSON: more than one value");
            assertThat(poll(source)).containsExactly("5");
            assertThat(poll(source)).containsExactly("end");
        }
    }

    @Test
    void passesOverALineLargerThanItsBufferWithoutKeepingIt() throws Exception {
        append("\"" + "x".repeat(1_000_000) + "\"\n7\n");
        try (FileSource source = source(false)) {
            source.open();
            assertThatThrownBy(() -> poll(source)).hasMessage(path() + " line 1 is longer than 20 bytes");
            assertThat(poll(source)).containsExactly("7");
        }
        assertThat(folder.resolve("offset")).hasContent("{\"bytes\":1000005,\"lines\":2}");
    }

    @Test
    void readsTheRestOfARenamedFileAndThenTheNewOne() throws Exception {
        append("1\n2\n");
        try (FileSource source = source(true)) {
            source.open();
            assertThat(poll(source)).containsExactly("1", "2");
            append("3\n4");
            Files.move(path(), folder.resolve("orders-1.ndjson"));
            append("5\n");
            assertThat(poll(source)).containsExactly("3");
            assertThat(poll(source)).containsExactly("4");
            assertThat(poll(source)).containsExactly("5");
            assertThat(poll(source)).containsExactly("idle");
        }
        assertThat(folder.resolve("offset")).hasContent("{\"bytes\":2,\"lines\":1}");
    }

    @Test
    void startsAgainInAFileThatWasCutOrReplaced() throws Exception {
        append("11\n22\n");
        try (FileSource source = source(true)) {
            source.open();
            assertThat(poll(source)).containsExactly("11", "22");
            Files.writeString(path(), "3\n", StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(poll(source)).containsExactly("3");
        }
        Files.writeString(path(), "444444444\n");
        try (FileSource restarted = source(true)) {
            restarted.open();
            assertThat(poll(restarted)).containsExactly("444444444");
        }
    }

    @Test
    void saysWhetherTimeOrTheOperatorCanHelp() throws Exception {
        try (FileSource source = source(true)) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot open " + path());
            append("1\n");
            source.open();
            assertThat(poll(source)).containsExactly("1");
            Files.writeString(folder.resolve("offset"), "nonsense");
            assertThatThrownBy(source::open).isInstanceOf(FatalException.class).hasMessageContaining("is damaged");
        }
    }

    @Test
    void stampsRecordsWithTheTimeOfReading() throws Exception {
        append("1\n");
        ManualTicker ticker = new ManualTicker();
        ticker.advance(Duration.ofDays(1));
        try (FileSource source = new FileSource(settings(false), ticker)) {
            source.open();
            assertThat(source.poll(Duration.ZERO))
                    .isInstanceOfSatisfying(
                            Poll.Batch.class,
                            batch -> assertThat(((Record<?>) batch.records().getFirst()).timestamp())
                                    .isEqualTo(ticker.now()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3})
    void losesNoLineWhenWritesAndReopensComeAtAnyPlace(int seed) throws Exception {
        Random random = new Random(seed);
        StringBuilder all = new StringBuilder();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String line = "\"" + "ä".repeat(random.nextInt(8)) + i + "\"";
            lines.add(line);
            all.append(line).append('\n');
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        Files.createFile(path());
        List<String> seen = new ArrayList<>();
        try (FileSource source = source(true)) {
            source.open();
            int written = 0;
            while (written < bytes.length || seen.size() < lines.size()) {
                int count = Math.min(bytes.length - written, random.nextInt(30));
                byte[] part = Arrays.copyOfRange(bytes, written, written + count);
                Files.write(path(), part, StandardOpenOption.APPEND);
                written += count;
                if (random.nextInt(10) == 0) {
                    source.open();
                }
                List<String> batch = poll(source);
                if (!batch.contains("idle")) {
                    seen.addAll(batch);
                }
            }
        }
        assertThat(seen).isEqualTo(lines);
    }

    @Test
    void namesTheFieldAndTheValueThatIsWrong() {
        Path offset = folder.resolve("offset");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSourceSettings(path(), path(), true, 1, 1, Duration.ofMillis(1)))
                .withMessage("offsetPath must differ from path, was " + path());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSourceSettings(path(), offset, true, 0, 1, Duration.ofMillis(1)))
                .withMessage("maxLineBytes must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSourceSettings(path(), offset, true, 1, -1, Duration.ofMillis(1)))
                .withMessage("maxBatch must be at least 1, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSourceSettings(path(), offset, true, 1, 1, Duration.ZERO))
                .withMessage("pause must be positive, was PT0S");
        assertThat(FileSourceSettings.of(path(), true).offsetPath()).isEqualTo(folder.resolve("orders.ndjson.offset"));
    }

    @Test
    void readsLinesOfAnyTextWhenTold() throws Exception {
        append("foo\n{bar\n");
        try (FileSource source = FileSource.text(settings(true), Ticker.SYSTEM)) {
            source.open();
            assertThat(poll(source)).containsExactly("foo", "{bar");
        }
    }
}
