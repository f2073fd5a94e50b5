package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileRowSourceTest implements SourceContract<JsonRow> {

    private static final String RECORDED = """
            {"n":0,"time":"2025-02-04T02:00:00.000000Z"}
            {"n":1,"time":"2025-02-04T02:00:01.500000Z"}
            {"n":2}
            {"n":3,"time":"2025-02-04T02:00:01.000000Z"}
            {"n":4,"time":"2025-02-04T02:01:00.000000Z"}
            """;

    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private final List<String> refused = new ArrayList<>();

    private Path path() {
        return folder.resolve("trades.jsonl");
    }

    private FileRowSource source(double speed, Ticker clock) {
        return source(new FileRowSourceSettings(path(), folder.resolve("offset"), speed, "time", 80, 2), clock);
    }

    private FileRowSource source(FileRowSourceSettings settings, Ticker clock) {
        return new FileRowSource(
                settings,
                (message, reason) -> refused.add(reason + " <" + new String(message, StandardCharsets.UTF_8) + ">"),
                clock);
    }

    @Override
    public List<JsonRow> samples() {
        return IntStream.range(0, 5)
                .mapToObj(number -> JsonRow.read("{\"n\":" + number + ",\"text\":\"ÄÖ\"}"))
                .toList();
    }

    @Override
    public Source<JsonRow> sourceOf(List<JsonRow> values) throws IOException {
        Files.writeString(path(), values.stream().map(JsonRow::toString).collect(Collectors.joining("\n")));
        return source(0, Ticker.SYSTEM);
    }

    @Override
    public Source<JsonRow> silent() throws IOException {
        Files.writeString(path(), "{\"time\":\"2025-02-04T02:00:00Z\"}\n{\"time\":\"2095-02-04T02:00:00Z\"}\n");
        return new BehindTheFirst(source(1, Ticker.SYSTEM));
    }

    /** A source whose first row was taken, so that it waits for the second. */
    private record BehindTheFirst(FileRowSource source) implements Source<JsonRow> {

        @Override
        public void open() {
            source.open();
            try {
                assertThat(source.poll(Duration.ZERO)).isInstanceOf(Poll.Batch.class);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Poll<JsonRow> poll(Duration timeout) throws InterruptedException {
            return source.poll(timeout);
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /** Numbers of one committed poll; {@code idle} or {@code end}. */
    private static String poll(FileRowSource source) throws InterruptedException {
        return switch (source.poll(Duration.ZERO)) {
            case Poll.Batch<JsonRow> batch -> {
                batch.ack().commit();
                yield batch.records().stream()
                        .map(row -> String.valueOf(row.value().field("n")))
                        .collect(Collectors.joining(","));
            }
            case Poll.Idle<JsonRow> _ -> "idle";
            case Poll.End<JsonRow> _ -> "end";
        };
    }

    @Test
    void replaysRowsAsTheyWereRecorded() throws Exception {
        Files.writeString(path(), RECORDED);
        try (FileRowSource source = source(1, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("0");
            ticker.advance(Duration.ofMillis(1_499));
            assertThat(poll(source)).isEqualTo("idle");
            ticker.advance(Duration.ofMillis(1));
            assertThat(poll(source)).isEqualTo("1,2");
            assertThat(poll(source)).isEqualTo("3");
            ticker.advance(Duration.ofSeconds(58));
            assertThat(poll(source)).isEqualTo("idle");
            ticker.advance(Duration.ofMillis(500));
            assertThat(poll(source)).isEqualTo("4");
            assertThat(poll(source)).isEqualTo("end");
        }
    }

    @Test
    void replaysRowsFasterOrWithoutWaiting() throws Exception {
        Files.writeString(path(), RECORDED);
        try (FileRowSource source = source(60, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("0");
            ticker.advance(Duration.ofMillis(25));
            assertThat(poll(source)).isEqualTo("1,2");
            assertThat(poll(source)).isEqualTo("3");
            assertThat(poll(source)).isEqualTo("idle");
            ticker.advance(Duration.ofMillis(975));
            assertThat(poll(source)).isEqualTo("4");
        }
        Files.delete(folder.resolve("offset"));
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("0,1");
            assertThat(poll(source)).isEqualTo("2,3");
            assertThat(poll(source)).isEqualTo("4");
            assertThat(poll(source)).isEqualTo("end");
        }
    }

    @Test
    void stampsRecordsWithTheRowsTime() throws Exception {
        Files.writeString(path(), "{\"time\":\"2025-02-04T02:00:06.419368Z\"}\n{\"time\":\"soon\"}\n");
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            List<Instant> stamps = source.poll(Duration.ZERO) instanceof Poll.Batch<JsonRow> batch
                    ? batch.records().stream().map(Record::timestamp).toList()
                    : List.of();
            assertThat(stamps).containsExactly(Instant.parse("2025-02-04T02:00:06.419368Z"), ticker.now());
        }
    }

    @Test
    void refusesLinesThatAreNoRowsAndGoesOn() throws Exception {
        String large = "{\"n\":\"" + "x".repeat(200_000) + "\"}";
        Files.writeString(path(), "{\"n\":1}\r\nhello\n\n  \n[2]\n" + large + "\n{\"n\":3}\n{\"n\":");
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("1,3");
            assertThat(poll(source)).isEqualTo("end");
        }
        assertThat(refused).hasSize(4);
        assertThat(refused.get(0))
                .startsWith(path() + " line 2: not a JSON object")
                .endsWith("<hello>");
        assertThat(refused.get(1))
                .startsWith(path() + " line 5: not a JSON object")
                .endsWith("<[2]>");
        assertThat(refused.get(2))
                .startsWith(path() + " line 6: longer than 80 bytes <{\"n\":\"xxx")
                .hasSizeLessThan(1_200);
        assertThat(refused.get(3)).startsWith(path() + " line 8: not a JSON object");
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("end");
        }
        assertThat(refused).as("what was refused is not refused again").hasSize(4);
    }

    @Test
    void readsCompressedFilesAndGoesOnWithinThem() throws Exception {
        Files.write(path(), zipped(RECORDED, "{\"n\":5}\n"));
        for (String expected : List.of("0,1", "2,3", "4,5", "end")) {
            try (FileRowSource source = source(0, ticker)) {
                source.open();
                assertThat(poll(source)).isEqualTo(expected);
            }
        }
    }

    /** Each text a stream of its own, as who appends to a compressed file leaves them. */
    private static byte[] zipped(String... texts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            try (GZIPOutputStream out = new GZIPOutputStream(all)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return all.toByteArray();
    }

    @Test
    void saysWhetherTimeOrTheOperatorCanHelp() throws Exception {
        try (FileRowSource source = source(0, ticker)) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot open " + path());
            assertThatThrownBy(() -> poll(source)).hasMessageEndingWith("is not open");
            byte[] whole = zipped(RECORDED);
            Files.write(path(), Arrays.copyOf(whole, whole.length / 2));
            source.open();
            assertThatThrownBy(() -> {
                        while (!poll(source).equals("end")) {}
                    })
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("the compression is damaged, or its end is missing");
        }
    }

    @Test
    void startsAgainInAFileThatWasReplaced() throws Exception {
        Files.writeString(path(), RECORDED);
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("0,1");
        }
        Files.writeString(path(), "{\"n\":7}\n");
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("7");
        }
        Files.writeString(path(), "{\"n\":8,\"text\":\"longer\"}\n");
        try (FileRowSource source = source(0, ticker)) {
            source.open();
            assertThat(poll(source)).isEqualTo("8");
        }
    }

    @Test
    void namesTheFieldAndTheValueThatIsWrong() {
        Path offset = folder.resolve("offset");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileRowSourceSettings(path(), path(), 0, "time", 1, 1))
                .withMessage("offsetPath must differ from path, was " + path());
        for (double speed : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FileRowSourceSettings(path(), offset, speed, "time", 1, 1))
                    .withMessage("speed must be at least 0, was " + speed);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileRowSourceSettings(path(), offset, 0, " ", 1, 1))
                .withMessage("timeField must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileRowSourceSettings(path(), offset, 0, "time", 0, 1))
                .withMessage("maxLineBytes must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileRowSourceSettings(path(), offset, 0, "time", 1, 0))
                .withMessage("maxBatch must be at least 1, was 0");
        assertThat(FileRowSourceSettings.of(path(), 1).offsetPath()).isEqualTo(folder.resolve("trades.jsonl.offset"));
    }
}
