package io.millrace.pipeline.grpc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.millrace.core.failure.PoisonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short ways of JSON beside the long one. */
class SimpleJsonTest {

    private static final PlainStreams LONG_WAY = new PlainStreams("json", new JsonFactory());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void bothWaysWriteAndReadTheSame(long seed) {
        Random random = new Random(seed);
        int written = 0;
        int read = 0;
        for (int i = 0; i < 1000; i++) {
            Object value = PlainSamples.value(random, 0, false);
            byte[] expected = LONG_WAY.write(value, PlainStreams.Bytes.REFUSED);
            byte[] bytes = SimpleJsonWriter.write(value);
            if (bytes != null) {
                written++;
                assertThat(bytes).as("seed %d, value %d", seed, i).isEqualTo(expected);
            }
            Object back = SimpleJsonReader.read(expected);
            if (!SimpleJsonReader.unusual(back)) {
                read++;
                assertThat(PlainSamples.shown(back))
                        .as("seed %d, value %d", seed, i)
                        .isEqualTo(PlainSamples.shown(LONG_WAY.read(expected)));
            }
        }
        assertThat(written).as("seed %d", seed).isGreaterThan(200);
        assertThat(read).as("seed %d", seed).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void whatTheShortWayReadsTheLongOneReadsToo(long seed) {
        Random random = new Random(seed);
        byte[] good = "{\"a\": [1, -2.50, true , null],\"b\":{\"c\":\"text\",\"d\":-0}, \"e\":[ ] , \"f\" : { } }"
                .getBytes(StandardCharsets.UTF_8);
        byte[] units = "{}[]\",:0123456789-+.eE truefalsn\\\u00fc".getBytes(StandardCharsets.ISO_8859_1);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(good, good.length - random.nextInt(2) * random.nextInt(good.length));
            for (int times = random.nextInt(3); times > 0 && damaged.length > 0; times--) {
                damaged[random.nextInt(damaged.length)] = units[random.nextInt(units.length)];
            }
            Object value = SimpleJsonReader.read(damaged);
            if (!SimpleJsonReader.unusual(value)) {
                read++;
                assertThat(PlainSamples.shown(value))
                        .as("seed %d: %s", seed, new String(damaged, StandardCharsets.ISO_8859_1))
                        .isEqualTo(PlainSamples.shown(longWay(damaged)));
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(1000);
    }

    private static @Nullable Object longWay(byte[] bytes) {
        try {
            return LONG_WAY.read(bytes);
        } catch (PoisonException e) {
            return e.getMessage();
        }
    }

    @Test
    void whatIsUnusualIsLeftToTheLongWay() {
        for (String text : List.of(
                "",
                "{\"a\":1,\"a\":2}",
                "\"\\n\"",
                "\"Z\u00fcrich\"",
                "1e3",
                "12345678901234567890",
                "01",
                "1 2",
                "[1,]",
                "{\"a\":null,\"a\":null}",
                "[".repeat(40) + "]".repeat(40),
                "tru",
                "-",
                "1.",
                "nulls")) {
            assertThat(SimpleJsonReader.read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isSameAs(SimpleJsonReader.UNUSUAL);
        }
        for (Object value : List.of("Z\u00fcrich", "\n", 1.5, new byte[0], Map.of(1, 2), "\"", "\ud83d")) {
            assertThat(SimpleJsonWriter.write(value)).as("%s", value).isNull();
        }
    }
}
