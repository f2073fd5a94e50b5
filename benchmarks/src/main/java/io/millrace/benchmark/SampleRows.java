package io.millrace.benchmark;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** The rows of the samples' {@code SELECT * FROM devices}, from a fixed seed. */
final class SampleRows {

    static final Schema SCHEMA = new Schema(List.of(
            new Column("device", DataType.STRING),
            new Column("temperature", DataType.FLOAT32),
            new Column("_tp_time", DataType.datetime64(3, "UTC"))));

    static final int SIZE = 4_096;

    private static final long SEED = 20_240_123;
    private static final long START_MILLIS = 1_705_978_237_798L;

    private SampleRows() {}

    /**
     * A batch.
     *
     * @param temperatures how many different temperatures; the samples have 1,000
     * @param millisApart time between rows; 0 as within one batch of a random stream
     */
    static RowBatch batch(int temperatures, int millisApart) {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] data = new byte[SIZE * 7];
        int[] starts = new int[SIZE];
        int[] lengths = new int[SIZE];
        double[] temperature = new double[SIZE];
        long[] time = new long[SIZE];
        for (int i = 0; i < SIZE; i++) {
            byte[] device = ("device" + random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(device, 0, data, 7 * i, 7);
            starts[i] = 7 * i;
            lengths[i] = 7;
            temperature[i] = (float) (random.nextInt(temperatures) / 10.0);
            time[i] = START_MILLIS + (long) i * millisApart;
        }
        return new RowBatch(
                SCHEMA,
                SIZE,
                new BytesVector(data, starts, lengths, null),
                new DoubleVector(temperature),
                new LongVector(time));
    }
}
