package io.millrace.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.millrace.core.flow.Chunk;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.encode.JsonRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per row of our encoder and of Jackson on the same rows. Jackson is given every advantage that an application
 * could take: names serialised once, texts as UTF-8, and the time's text made once per distinct value.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class EncoderBenchmark {

    private static final SerializableString DEVICE = new SerializedString("device");
    private static final SerializableString TEMPERATURE = new SerializedString("temperature");
    private static final SerializableString TIME = new SerializedString("_tp_time");
    private static final DateTimeFormatter TIMES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx");

    /** {@code sample}: as the samples; {@code distinct}: no temperature twice, 1 ms apart. */
    @Param({"sample", "distinct"})
    private String rows = "sample";

    private final JsonFactory factory = new JsonFactory();
    private RowBatch batch = SampleRows.batch(1_000, 0);
    private JsonRows encoder = new JsonRows(SampleRows.SCHEMA);
    private ObjectWriter writer = new ObjectMapper().writerFor(Row.class).withRootValueSeparator("\n");

    /** A row as an application would define it. */
    public record Row(String device, double temperature, String _tp_time) {}

    @Setup
    public void prepare() {
        batch = rows.equals("sample") ? SampleRows.batch(1_000, 0) : SampleRows.batch(1_000_000_000, 1);
        encoder = new JsonRows(SampleRows.SCHEMA);
        writer = new ObjectMapper().writerFor(Row.class).withRootValueSeparator("\n");
    }

    @Benchmark
    @OperationsPerInvocation(SampleRows.SIZE)
    public Chunk millrace() {
        return encoder.encode(batch);
    }

    @Benchmark
    @OperationsPerInvocation(SampleRows.SIZE)
    public byte[] jacksonGenerator() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(SampleRows.SIZE * 110);
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setRootValueSeparator(new SerializedString("\n"));
            BytesVector devices = batch.bytes(0);
            double[] temperatures = batch.doubles(1).values;
            long[] times = batch.longs(2).values;
            long last = -1;
            String time = "";
            for (int i = 0; i < batch.size(); i++) {
                if (times[i] != last) {
                    last = times[i];
                    time = text(last);
                }
                json.writeStartObject();
                json.writeFieldName(DEVICE);
                json.writeUTF8String(devices.data, devices.starts[i], devices.lengths[i]);
                json.writeFieldName(TEMPERATURE);
                json.writeNumber(temperatures[i]);
                json.writeFieldName(TIME);
                json.writeString(time);
                json.writeEndObject();
            }
        }
        return out.toByteArray();
    }

    @Benchmark
    @OperationsPerInvocation(SampleRows.SIZE)
    public byte[] jacksonObjects() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(SampleRows.SIZE * 110);
        try (SequenceWriter json = writer.writeValues(out)) {
            double[] temperatures = batch.doubles(1).values;
            long[] times = batch.longs(2).values;
            long last = -1;
            String time = "";
            for (int i = 0; i < batch.size(); i++) {
                if (times[i] != last) {
                    last = times[i];
                    time = text(last);
                }
                json.write(new Row(batch.bytes(0).text(i), temperatures[i], time));
            }
        }
        return out.toByteArray();
    }

    private static String text(long millis) {
        return TIMES.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }
}
