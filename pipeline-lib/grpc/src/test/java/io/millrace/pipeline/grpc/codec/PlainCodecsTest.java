package io.millrace.pipeline.grpc.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCodecsTest {

    private static final List<DataCodec<Object>> ALL = List.of(new JsonCodec(), new CborCodec(), new PickleCodec());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void whatIsWrittenIsReadBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            for (DataCodec<Object> codec : ALL) {
                Object value = PlainSamples.value(random, 0, !codec.name().equals("json"));
                assertThat(PlainSamples.shown(codec.decode(codec.encode(value))))
                        .as("%s, seed %d, value %d", codec.name(), seed, i)
                        .isEqualTo(PlainSamples.shown(value));
            }
        }
    }

    @Test
    void integersOfAllSizesAreLongsWhenTheyFit() {
        for (DataCodec<Object> codec : ALL) {
            assertThat(codec.decode(codec.encode(List.of((byte) 1, (short) 2, 3, 4L, 2.5f))))
                    .as(codec.name())
                    .isEqualTo(List.of(1L, 2L, 3L, 4L, 2.5));
        }
    }

    @Test
    void readValuesCannotBeChanged() {
        for (DataCodec<Object> codec : ALL) {
            Map<?, ?> map = (Map<?, ?>) requireNonNull(codec.decode(codec.encode(Map.of("list", List.of(1L)))));
            assertThatThrownBy(() -> ((List<?>) requireNonNull(map.get("list"))).clear())
                    .as(codec.name())
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void whatIsNotPlainIsRefusedByItsType() {
        Map<Object, Object> numbered = new HashMap<>();
        numbered.put(7, "seven");
        for (DataCodec<Object> codec : ALL) {
            refused(() -> codec.encode(List.of(new BigDecimal("1.0"))), "java.math.BigDecimal");
            refused(() -> codec.encode(numbered), "key that is not a text: 7");
        }
    }

    @Test
    void aListWithinItselfIsRefused() {
        List<Object> own = new ArrayList<>();
        own.add(own);
        for (DataCodec<Object> codec : ALL) {
            refused(() -> codec.encode(own), "contains itself");
        }
    }

    @Test
    void jsonRefusesWhatItHasNoFormFor() {
        DataCodec<Object> json = new JsonCodec();
        refused(() -> json.encode(new byte[] {1}), "json has no form for bytes");
        refused(() -> json.encode(Double.NaN), "json has no form for NaN");
    }

    @Test
    void brokenTextsAreRefused() {
        for (DataCodec<Object> codec : ALL) {
            refused(() -> codec.encode("a\ud83d"), "half of a surrogate pair");
            refused(() -> codec.encode(Map.of("\ude80a", 1)), "half of a surrogate pair");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "{\"a\":1,\"a\":2}", "1 2", "nul", "{1:2}", "\"\\ud8\""})
    void brokenJsonIsRefused(String text) {
        refused(() -> new JsonCodec().decode(text.getBytes(StandardCharsets.UTF_8)), "data is not json");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void garbageIsRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            for (DataCodec<Object> codec : ALL) {
                byte[] bytes = garbage(random, codec);
                try {
                    Object _ = codec.decode(bytes);
                } catch (PoisonException e) {
                    assertThat(e.reason()).as("seed %d, number %d", seed, i).contains("data");
                }
            }
        }
    }

    /** Random bytes, or a value with some of its bytes changed, which gets further. */
    private static byte[] garbage(Random random, DataCodec<Object> codec) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        if (random.nextInt(4) == 0) {
            return bytes;
        }
        byte[] good = codec.encode(PlainSamples.value(random, 1, !codec.name().equals("json")));
        for (int i = random.nextInt(4); i >= 0; i--) {
            good[random.nextInt(good.length)] = (byte) random.nextInt();
        }
        return good;
    }

    @Test
    void aCodecIsChosenByNameAndUnderstoodByContentType() {
        Codecs<Object> codecs = Codecs.plain().speaking("cbor").orElseThrow();
        assertThat(codecs.names()).containsExactlyInAnyOrder("cbor", "json", "pickle", "reversed-text");
        assertThat(codecs.spoken().name()).isEqualTo("cbor");
        assertThat(codecs.understanding("").name()).isEqualTo("pickle");
        assertThat(codecs.speaking("xml")).isEmpty();
        refused(
                () -> codecs.understanding("text/xml"),
                "content type 'text/xml' but understood are [cbor, json, pickle");
        Codecs<Object> jsonOnly = Codecs.of(new JsonCodec());
        refused(() -> jsonOnly.understanding(""), "no content type, which means pickle, but understood are [json]");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOf(PoisonException.class).hasMessageContaining(text);
    }
}
