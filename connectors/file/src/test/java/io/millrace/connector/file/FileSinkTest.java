package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.SinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileSinkTest implements SinkContract<String> {

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("orders.ndjson");
    }

    @Override
    public List<String> samples() {
        return List.of("{\"a\":1}", "[2]", "3", "\"vier ÄÖ\"");
    }

    @Override
    public Sink<String> sink() {
        return new FileSink(FileSinkSettings.of(path()));
    }

    @Override
    public List<String> stored() throws IOException {
        return Files.readAllLines(path());
    }

    @Override
    public String poison() {
        return "{\"a\":";
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    private static List<Record<String>> batch(String... values) {
        return Arrays.stream(values)
                .map(value -> Record.of(value, Instant.EPOCH))
                .toList();
    }

    @Test
    void refusesValuesOfMoreThanOneLine() {
        FileSink sink = new FileSink(FileSinkSettings.of(path()));
        for (String value : List.of("1\n2", "[1,\r2]", "1 2", "")) {
            assertThatThrownBy(() -> sink.write(batch(value))).isInstanceOf(PoisonException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1;2;{"a":  | 1;2;9
                    1;2;12     | 1;2;9
                    {"a        | 9
                    1;{"a":1}  | 1;{"a":1};9
                    1;2;       | 1;2;9
                    """)
    void cutsOffTheTornLineOfACrash(String before, String after) throws IOException {
        Files.writeString(path(), before.replace(';', '\n'));
        try (FileSink sink = new FileSink(FileSinkSettings.of(path()))) {
            sink.open();
            sink.write(batch("9"));
        }
        assertThat(Files.readString(path())).isEqualTo(after.replace(';', '\n') + "\n");
    }

    @Test
    void findsTheLastLineInALargeTornTail() throws IOException {
        Files.writeString(path(), "1\n\"" + "x".repeat(100_000));
        try (FileSink sink = new FileSink(FileSinkSettings.of(path()))) {
            sink.open();
            sink.write(batch("2"));
        }
        assertThat(stored()).containsExactly("1", "2");
    }

    @Test
    void putsFullFilesAsideAndNeverSplitsABatch() throws IOException {
        Files.writeString(folder.resolve("orders-000001.ndjson"), "0\n");
        try (FileSink sink = new FileSink(new FileSinkSettings(path(), 8))) {
            sink.open();
            sink.write(batch("1", "2"));
            sink.write(batch("3", "4"));
            sink.write(batch("5", "6", "7", "8", "9"));
            sink.write(batch("10"));
        }
        assertThat(folder.resolve("orders-000001.ndjson")).hasContent("0");
        assertThat(folder.resolve("orders-000002.ndjson")).hasContent("1\n2\n3\n4");
        assertThat(folder.resolve("orders-000003.ndjson")).hasContent("5\n6\n7\n8\n9");
        assertThat(stored()).containsExactly("10");
    }

    @Test
    void leavesAFileToTheSinkThatWritesIt() {
        try (FileSink second = new FileSink(FileSinkSettings.of(path()))) {
            try (FileSink first = new FileSink(FileSinkSettings.of(path()))) {
                first.open();
                assertThatThrownBy(second::open)
                        .isInstanceOf(FatalException.class)
                        .hasMessage(path() + " is being written by another sink");
            }
            second.open();
        }
    }

    @Test
    void saysThatAFolderIsMissing() throws IOException {
        Path missing = folder.resolve("missing");
        try (FileSink sink = new FileSink(FileSinkSettings.of(missing.resolve("orders.ndjson")))) {
            assertThatThrownBy(sink::open).isInstanceOf(TransientException.class);
            assertThatThrownBy(() -> sink.write(batch("1")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageEndingWith("is not open");
            Files.createDirectory(missing);
            sink.open();
            sink.write(batch("1"));
        }
        assertThat(missing.resolve("orders.ndjson")).hasContent("1");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsForSpaceOnAFullDisk() {
        try (FileSink sink = new FileSink(FileSinkSettings.of(Path.of("/dev/full")))) {
            sink.open();
            assertThatThrownBy(() -> sink.write(batch("1")))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot write to /dev/full")
                    .hasRootCauseMessage("No space left on device");
        }
    }

    @Test
    void writesEvenWhenItsThreadWasInterrupted() throws IOException {
        try (FileSink sink = new FileSink(FileSinkSettings.of(path()))) {
            Thread.currentThread().interrupt();
            sink.open();
            sink.write(batch("1"));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(stored()).containsExactly("1");
    }

    @Test
    void namesTheFieldAndTheValueThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSinkSettings(path(), 0))
                .withMessage("rotateBytes must be at least 1, was 0");
    }

    @Test
    void writesLinesOfAnyTextWhenTold() throws IOException {
        Files.writeString(path(), "no line feed");
        try (FileSink sink = FileSink.text(FileSinkSettings.of(path()))) {
            sink.open();
            sink.write(batch("foo", "{bar"));
            assertThatThrownBy(() -> sink.write(batch("two\nlines")))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage("value is not a line of text: more than one line");
        }
        assertThat(stored()).containsExactly("no line feed", "foo", "{bar");
    }
}
