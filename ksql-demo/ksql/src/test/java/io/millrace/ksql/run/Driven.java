package io.millrace.ksql.run;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.format.Codecs;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.LocalSchemas;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.StatementPlan;
import io.millrace.ksql.plan.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The last statement of a text, a query, in Kafka Streams' test driver: one partition, and no time but the records'.
 */
@SuppressWarnings("NullAway") // Kafka means "no key" and "no value" by null
final class Driven implements AutoCloseable {

    private final Statements statements = new Statements();
    private final Codecs codecs = new Codecs(new LocalSchemas());
    private final List<RecordFailure> failures = new ArrayList<>();
    private final DataSource sink;
    private final QueryTopology topology;
    private final TopologyTestDriver driver;
    private final Path folder = folder();

    /** The statements before the last one make what it reads. */
    Driven(String text) {
        StatementPlan.CreateQuery create = (StatementPlan.CreateQuery) statements.last(text);
        QueryContext context = new QueryContext("Q", codecs, Ticker.SYSTEM, failures::add);
        this.sink = create.sink();
        this.topology = QueryTopology.writing(create.query(), sink, context);
        RunSettings settings = new RunSettings("none:1", "test", RunSettings.alone(), folder, 1, 0, false, 0, Map.of());
        Properties all = settings.streams(context, Map.of());
        this.driver = new TopologyTestDriver(topology.topology(), all, Instant.EPOCH);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("driven");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String description() {
        return topology.topology().describe().toString();
    }

    /** Writes a row: a value for each column, the key's first. */
    Driven in(String source, long at, @Nullable Object... row) {
        DataSource target = statements.source(source);
        int keys = target.schema().keys().size();
        Row value = Row.of(Arrays.copyOfRange(row, keys, row.length));
        return write(target, at, key(row, keys), codecs.values(target).write(value));
    }

    /** Writes a row that is gone. */
    Driven remove(String source, long at, Object... key) {
        return write(statements.source(source), at, key(key, key.length), null);
    }

    private static @Nullable Key key(@Nullable Object[] row, int size) {
        return size == 0 || row[0] == null ? null : new Key(Row.of(Arrays.copyOf(row, size)), null);
    }

    private Driven write(DataSource target, long at, @Nullable Key key, byte @Nullable [] value) {
        byte[] bytes = codecs.keySerde(target).serializer().serialize("", key);
        return bytes(target, at, bytes, value);
    }

    /** Writes a record as it is. */
    Driven raw(String source, long at, String key, String value) {
        return bytes(
                statements.source(source),
                at,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    private Driven bytes(DataSource target, long at, byte @Nullable [] key, byte @Nullable [] value) {
        // final results come at most once in a second of the clock
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        driver.createInputTopic(target.topic().name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, at);
        return this;
    }

    /** What was written since the last call, such as {@code 7=[a, 1]@100}, with windows {@code 7(0..10)=null@100}. */
    List<String> out() {
        return driver
                .createOutputTopic(
                        sink.topic().name(),
                        codecs.keySerde(sink).deserializer(),
                        codecs.valueSerde(sink).deserializer())
                .readRecordsToList()
                .stream()
                .map(Driven::text)
                .toList();
    }

    /** Key and value as texts, as they stand in the result's topic. */
    List<KeyValue<String, String>> texts() {
        return driver
                .createOutputTopic(sink.topic().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(written -> KeyValue.pair(text(written.key()), text(written.value())))
                .toList();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(TestRecord<Key, Row> written) {
        Key key = written.key();
        String row = key == null ? "null" : key.row().toString();
        String columns = key == null ? row : row.substring(1, row.length() - 1);
        String window = key == null || key.window() == null
                ? ""
                : "(" + key.window().start() + ".." + key.window().end() + ")";
        return columns + window + "=" + Objects.toString(written.value()) + "@" + written.timestamp();
    }

    /** What went to the processing log since the last call. */
    List<String> failures() {
        List<String> all = failures.stream()
                .map(failure -> failure.kind() + " " + failure.step() + ": " + failure.message())
                .toList();
        failures.clear();
        return all;
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
