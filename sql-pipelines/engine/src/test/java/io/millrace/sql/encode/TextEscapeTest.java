package io.millrace.sql.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextEscapeTest {

    /** Beside the plain ones: all that JSON or UTF-8 treat in a way of their own. */
    private static final int[] BYTES = {
        'a', 'b', ' ', 0x7f, '"', '\\', '/', '\n', '\t', '\b', 0, 0x1f, 0x80, 0xbf, 0xc0, 0xc2, 0xc3, 0xa4, 0xe0, 0xe2,
        0x82, 0xac, 0xed, 0xa0, 0xef, 0xf0, 0x9f, 0x98, 0x80, 0xf4, 0x90, 0xf5, 0xff
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device1|\"device1\"",
                "grün|\"gr\\u00fcn\"",
                "日本|\"\\u65e5\\u672c\"",
                "😀|\"\\ud83d\\ude00\"",
                "a/b|\"a/b\"",
                "say \"hi\"|\"say \\\"hi\\\"\"",
                "back\\slash|\"back\\\\slash\""
            })
    void escapesLikePythonsJson(String text, String expected) {
        assertThat(written(text.getBytes(StandardCharsets.UTF_8), 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_240_123, 99})
    void agreesWithTheJdkOnAnyBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 30_000; i++) {
            byte[] text = new byte[random.nextInt(40)];
            boolean mostlyPlain = random.nextBoolean();
            for (int j = 0; j < text.length; j++) {
                boolean plain = mostlyPlain && random.nextInt(20) != 0;
                text[j] = (byte) (plain ? 'a' + random.nextInt(26) : BYTES[random.nextInt(BYTES.length)]);
            }
            String expected = reference(new String(text, StandardCharsets.UTF_8));
            // at the array's end, and with room behind it
            assertThat(written(text, 0)).isEqualTo(expected);
            assertThat(written(text, 9)).isEqualTo(expected);
        }
    }

    private static String reference(String text) {
        StringBuilder expected = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> expected.append("\\\"");
                case '\\' -> expected.append("\\\\");
                case '\n' -> expected.append("\\n");
                case '\r' -> expected.append("\\r");
                case '\t' -> expected.append("\\t");
                case '\b' -> expected.append("\\b");
                case '\f' -> expected.append("\\f");
                default -> expected.append(c < ' ' || c > 0x7f ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return expected.append('"').toString();
    }

    private static String written(byte[] text, int padding) {
        byte[] data = new byte[3 + text.length + padding];
        Arrays.fill(data, (byte) 0xff);
        System.arraycopy(text, 0, data, 3, text.length);
        JsonBuffer out = new JsonBuffer(0);
        int end = TextEscape.write(out, 0, data, 3, text.length, 0);
        return new String(out.bytes, 0, end, StandardCharsets.US_ASCII);
    }
}
