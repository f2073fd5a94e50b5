package io.millrace.ksql.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.plan.Schema;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.Struct;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CodecsTest {

    private static final SqlType NESTED = new SqlType.StructOf(
            List.of(new SqlType.Field("A", Scalar.INTEGER), new SqlType.Field("B", Scalar.STRING)));

    private static final List<Column> FLAT = List.of(
            Column.value("T", Scalar.BOOLEAN),
            Column.value("I", Scalar.INTEGER),
            Column.value("L", Scalar.BIGINT),
            Column.value("D", Scalar.DOUBLE),
            Column.value("S", Scalar.STRING),
            Column.value("B", Scalar.BYTES),
            Column.value("N", new SqlType.Decimal(6, 2)),
            Column.value("AT", Scalar.TIMESTAMP),
            Column.value("DAY", Scalar.DATE),
            Column.value("CLOCK", Scalar.TIME));

    private static final Row FULL = Row.of(
            true,
            -7,
            1L << 40,
            60.25412,
            "a,\"b\"|ä",
            Bytes.of(new byte[] {0, (byte) 200}),
            new BigDecimal("12.50"),
            Instant.ofEpochMilli(1_698_068_562_123L),
            LocalDate.of(2023, 10, 23),
            LocalTime.of(15, 56));

    private final Codecs codecs = new Codecs(new LocalSchemas());

    private RowCodec values(List<Column> columns, Format.Kind format, boolean wrap) {
        return codecs.values(new DataSource(
                "X",
                Kind.STREAM,
                new Schema(columns),
                new DataSource.Topic("x", OptionalInt.empty(), OptionalInt.empty(), null),
                Format.of(Format.Kind.KAFKA),
                Format.of(format),
                wrap,
                null,
                null,
                false,
                false,
                ""));
    }

    private static @Nullable Row again(RowCodec codec, Row row) {
        return codec.read(requireNonNull(codec.write(row)));
    }

    private static String text(RowCodec codec, Row row) {
        return new String(requireNonNull(codec.write(row)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BinaryCodec own(List<Column> columns) {
        return new BinaryCodec(columns.stream().map(Column::type).toList());
    }

    @Test
    void everyFormatReadsWhatItWrote() {
        Row nulls = Row.of(new @Nullable Object[FLAT.size()]);
        for (RowCodec codec : List.of(
                values(FLAT, Format.Kind.DELIMITED, true),
                values(FLAT, Format.Kind.JSON, true),
                values(FLAT, Format.Kind.AVRO, true),
                own(FLAT))) {
            assertThat(again(codec, FULL)).isEqualTo(FULL);
            assertThat(again(codec, nulls)).isEqualTo(nulls);
        }
    }

    @Test
    void nestedValuesTravelInJsonAvroAndOurOwnForm() {
        List<Column> columns = List.of(
                Column.value("A", new SqlType.ArrayOf(Scalar.INTEGER)),
                Column.value("M", new SqlType.MapOf(Scalar.STRING, Scalar.DOUBLE)),
                Column.value("S", NESTED));
        Row row = Row.of(Arrays.asList(1, null, 3), Map.of("k", 1.5), Struct.of(4, null));
        for (RowCodec codec : List.of(
                values(columns, Format.Kind.JSON, true), values(columns, Format.Kind.AVRO, true), own(columns))) {
            assertThat(again(codec, row)).isEqualTo(row);
        }
        assertThatThrownBy(() -> values(columns, Format.Kind.DELIMITED, true))
                .hasMessageContaining("cannot hold column `A` of type ARRAY<INTEGER>");
    }

    @Test
    void kafkaWritesAsItsOwnSerialisersDo() {
        assertThat(values(List.of(Column.value("I", Scalar.INTEGER)), Format.Kind.KAFKA, false)
                        .write(Row.of(258)))
                .isEqualTo(HexFormat.of().parseHex("00000102"));
        assertThatThrownBy(() -> values(List.of(Column.value("L", Scalar.BIGINT)), Format.Kind.KAFKA, false)
                        .read(new byte[4]))
                .isInstanceOf(FormatException.class)
                .hasMessage("size of data for BIGINT must be 8 bytes, was 4");
    }

    @Test
    void delimitedQuotesWhereItMustAndTellsWhatIsWrong() {
        RowCodec codec = values(
                List.of(Column.value("P", Scalar.STRING), Column.value("N", Scalar.INTEGER)),
                Format.Kind.DELIMITED,
                true);
        assertThat(text(codec, Row.of("60.278461|25.021287|1669603746", 5)))
                .isEqualTo("60.278461|25.021287|1669603746,5");
        assertThat(text(codec, Row.of("a\"b,c", null))).isEqualTo("\"a\"\"b,c\",");
        assertThatThrownBy(() -> codec.read(bytes("x"))).hasMessage("expected 2 fields, found 1");
        assertThatThrownBy(() -> codec.read(bytes("x,y"))).hasMessage("'y' is no INTEGER for column N");
        assertThatThrownBy(() -> codec.read(bytes("\"x,1"))).hasMessage("a quoted field is not closed");
    }

    @Test
    void jsonIsLenientAboutNamesAndNumbersAsTexts() {
        RowCodec codec = values(
                List.of(
                        Column.value("ID", Scalar.INTEGER),
                        Column.value("name", Scalar.STRING),
                        Column.value("V", Scalar.DOUBLE)),
                Format.Kind.JSON,
                true);
        assertThat(codec.read(bytes("{\"id\":\"7\",\"other\":[1,{}],\"name\":{\"a\":1},\"V\":2}")))
                .isEqualTo(Row.of(7, "{\"a\":1}", 2.0));
        assertThat(text(codec, Row.of(7, null, 2.5))).isEqualTo("{\"ID\":7,\"name\":null,\"V\":2.5}");
        assertThatThrownBy(() -> codec.read(bytes("{\"id\":true}")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("field ID")
                .hasMessageContaining("INTEGER");
        assertThatThrownBy(() -> codec.read(bytes("{\"id\":1"))).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> codec.read(bytes("{} {}"))).hasMessageContaining("follows");
    }

    @Test
    void oneColumnStandsAloneUnlessItIsWrapped() {
        List<Column> one = List.of(Column.value("V", Scalar.INTEGER));
        assertThat(text(values(one, Format.Kind.JSON, false), Row.of(5))).isEqualTo("5");
        assertThat(text(values(one, Format.Kind.JSON, true), Row.of(5))).isEqualTo("{\"V\":5}");
    }

    @Test
    void avroStandsBehindTheNumberOfItsSchema() {
        RowCodec codec = values(List.of(Column.value("PAYLOAD", Scalar.BYTES)), Format.Kind.AVRO, false);
        byte[] written = requireNonNull(codec.write(Row.of(Bytes.of(new byte[] {9, 8}))));
        // a zero byte, four of the number, the length 2 in zigzag, then the bytes
        assertThat(written).hasSize(8).endsWith(4, 9, 8);
        assertThatThrownBy(() -> codec.read(new byte[] {0, 0, 0, 0, 1, 2, 9}))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("Avro schema 1 is unknown");
        assertThatThrownBy(() -> codec.read(bytes("{\"VP\":{}}"))).hasMessageContaining("zero byte");
    }

    @Test
    void windowsStandBehindTheKey() {
        RowCodec key = new KafkaCodec(Scalar.INTEGER);
        KeySerde time =
                KeySerde.of(key, new DataSource.Windowing(DataSource.Windowing.Type.TUMBLING, Duration.ofSeconds(10)));
        Key tumbling = new Key(Row.of(7), new Key.Span(20_000, 30_000));
        byte[] written = time.serializer().serialize("x", tumbling);
        assertThat(written).isEqualTo(HexFormat.of().parseHex("000000070000000000004e20"));
        assertThat(time.deserializer().deserialize("x", written)).isEqualTo(tumbling);
        KeySerde session = KeySerde.of(key, new DataSource.Windowing(DataSource.Windowing.Type.SESSION, null));
        Key span = new Key(Row.of(7), new Key.Span(1, 2));
        byte[] spanned = session.serializer().serialize("x", span);
        assertThat(spanned).isEqualTo(HexFormat.of().parseHex("0000000700000000000000020000000000000001"));
        assertThat(session.deserializer().deserialize("x", spanned)).isEqualTo(span);
        assertThatThrownBy(() -> time.deserializer().deserialize("x", new byte[3]))
                .isInstanceOf(FormatException.class);
    }
}
