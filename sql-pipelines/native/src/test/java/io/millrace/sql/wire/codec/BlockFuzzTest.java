package io.millrace.sql.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Types;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockFuzzTest {

    private static final int CASES = 5000;
    private static final WireLimits LIMITS = new WireLimits(1000, 1000, 10, 100, 100_000, 1 << 20);

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void blocksAreReadOrRefusedWhateverTheyHold(long seed) {
        Map<String, DataType> columns = new LinkedHashMap<>();
        for (String type : List.of(
                "nullable(int32)",
                "string",
                "array(array(string))",
                "map(string, nullable(float64))",
                "tuple(a decimal(9, 2), b enum8('x' = 1))",
                "fixed_string(3)",
                "uuid")) {
            columns.put(type, Types.parse(type));
        }
        RowBatch batch = new Samples(seed).batch(columns, 5);
        WireBuffer out = new WireBuffer();
        BlockWriter.write(batch.schema(), batch, out);
        byte[] block = Arrays.copyOf(out.bytes(), out.size());
        WireBuffer packed = new WireBuffer();
        Frames.write(out, packed);
        byte[] frames = Arrays.copyOf(packed.bytes(), packed.size());
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            refused += refused(WireInput.of(mutated(block, random)));
            assertThat(refused(new FrameInput(WireInput.of(mutated(frames, random)), LIMITS.maxBlockBytes())))
                    .isEqualTo(1);
        }
        assertThat(refused).isBetween(1, CASES - 1);
    }

    private static int refused(WireInput in) {
        try {
            BlockReader.read(in, LIMITS);
            return 0;
        } catch (WireException | IOException expected) {
            return 1;
        }
    }

    /** Another block for sure: one byte at least differs, or the end is missing. */
    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] changed = bytes.clone();
        int at = random.nextInt(changed.length);
        changed[at] ^= (byte) (1 + random.nextInt(255));
        return changed;
    }
}
