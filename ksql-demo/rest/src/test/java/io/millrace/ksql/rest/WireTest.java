package io.millrace.ksql.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Struct;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WireTest {

    private static final @Nullable Object[] ROW = {
        null,
        true,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Double.NaN,
        "ä\u0000€",
        "x".repeat(70_000),
        Bytes.of(new byte[] {0, -1}),
        new BigDecimal("-12.50"),
        Instant.parse("2022-05-01T13:00:00.250Z"),
        LocalDate.of(1900, 2, 28),
        LocalTime.of(23, 59, 59, 999_000_000),
        Arrays.asList(1, null),
        map(),
        Struct.of("a", Struct.of(1L, null)),
    };

    private static Map<String, @Nullable Integer> map() {
        Map<String, @Nullable Integer> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", null);
        return map;
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(new ByteArrayInputStream(bytes));
    }

    @Test
    void valuesOfAllTypesComeOutAsTheyWentIn() throws IOException {
        WireWriter writer = new WireWriter();
        writer.row(ROW);
        writer.row(new @Nullable Object[0]);
        writer.end();
        WireReader reader = reader(writer.take());
        assertThat(reader.row()).isEqualTo(ROW);
        assertThat(reader.row()).isEmpty();
        assertThat(reader.row()).isNull();
    }

    @Test
    void failureOfTheOtherProcessIsTold() throws IOException {
        WireWriter writer = new WireWriter();
        writer.row(ROW);
        writer.failed("too far behind");
        WireReader reader = reader(writer.take());
        assertThat(reader.row()).isNotNull();
        assertThatThrownBy(reader::row).isInstanceOf(TransientException.class).hasMessage("too far behind");
    }

    @Test
    void answerThatBreaksOffAnywhereIsNoAnswer() {
        WireWriter writer = new WireWriter();
        writer.row(new @Nullable Object[] {"text", 1L, Bytes.of(new byte[3])});
        byte[] whole = writer.take();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> reader(part).row())
                    .as("first %d bytes", length)
                    .isInstanceOf(EOFException.class);
        }
    }
}
