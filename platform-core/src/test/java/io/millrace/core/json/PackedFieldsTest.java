package io.millrace.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedFieldsTest {

    private static final long SEED = 20_251_122;

    @Test
    void areWhatALinkedMapWouldHold() {
        Random random = new Random(SEED);
        for (int i = 0; i < 400; i++) {
            Map<String, @Nullable Object> expected = new LinkedHashMap<>();
            int count = random.nextInt(random.nextInt(10) == 0 ? 60 : 8);
            for (int at = 0; at < count; at++) {
                String name = "f" + random.nextInt(90) + (random.nextInt(100) == 0 ? "x".repeat(150) : "");
                expected.put(name, random.nextInt(5) == 0 ? null : (Object) random.nextLong());
            }
            JsonRow row = JsonRow.of(expected);
            String seed = "seed %d, object %d".formatted(SEED, i);
            assertThat(row.fields()).as(seed).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(expected).as(seed).isEqualTo(row.fields());
            List<Object> seen = new ArrayList<>();
            row.fields().forEach((name, value) -> seen.add(name + value));
            assertThat(seen)
                    .as(seed)
                    .isEqualTo(expected.entrySet().stream()
                            .map(field -> (Object) (field.getKey() + field.getValue()))
                            .toList());
            assertThat(List.copyOf(row.fields().keySet())).as(seed).isEqualTo(List.copyOf(expected.keySet()));
            for (int at = 0; at < 90; at++) {
                String name = "f" + at;
                assertThat(row.field(name)).as(seed).isEqualTo(expected.get(name));
                assertThat(row.fields().containsKey(name)).as(seed).isEqualTo(expected.containsKey(name));
            }
        }
    }

    @Test
    void cannotBeChanged() {
        Map<String, @Nullable Object> fields =
                JsonRow.read("{\"a\":1,\"b\":null}").fields();
        assertThatThrownBy(() -> fields.put("c", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.remove("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(fields::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.keySet().remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.entrySet().iterator().next().setValue(2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(fields).hasToString("{a=1, b=null}");
    }

    /** Few fields share a layout, more are in a map of their own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 19, 20, 21, 39, 40, 41, 200})
    void noFieldIsThereTwice(int count) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            text.append("\"n").append(i).append("\":").append(i).append(',');
        }
        JsonRow row = JsonRow.read(text.substring(0, text.length() - 1) + "}");
        assertThat(row.fields()).hasSize(count);
        assertThat(row.field("n" + (count - 1))).isEqualTo(count - 1L);
        assertThatThrownBy(() -> JsonRow.read(text + "\"n0\":1}"))
                .isInstanceOf(PoisonException.class)
                .hasMessageStartingWith("field 'n0' is there twice at column " + (text.length() + 6));
    }

    @Test
    void layoutsHaveABound() {
        Layout root = Layout.root(10);
        for (int i = 0; i < 10; i++) {
            Layout made = root.with("name" + i);
            assertThat(made).isNotNull().isSameAs(root.with("name" + i));
        }
        assertThat(root.with("one more")).isNull();
        assertThat(root.with("name3")).isNotNull().isNotSameAs(root.with("name4"));
        assertThat(Layout.root(10).with("x".repeat(1_000))).isNull();
    }

    @Test
    void layoutsKnowTheirNames() {
        Layout one = Layout.root(10).with("a");
        assertThat(one).isNotNull();
        assertThat(one.with("a")).isNull();
        Layout two = one.with("b");
        assertThat(two).isNotNull();
        assertThat(two.with("a")).isNull();
        assertThat(two.names()).containsExactly("a", "b");
        assertThat(two.place("b")).isEqualTo(1);
        assertThat(two.place("c")).isNegative();
    }
}
