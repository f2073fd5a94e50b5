package io.millrace.sql.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.Types;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockTest {

    private static final List<String> TYPES = List.of(
            "bool",
            "int8",
            "int16",
            "int32",
            "int64",
            "int128",
            "int256",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "uint128",
            "uint256",
            "float32",
            "float64",
            "decimal(9, 2)",
            "decimal(18, 0)",
            "decimal(38, 10)",
            "decimal(76, 30)",
            "string",
            "fixed_string(7)",
            "uuid",
            "ipv4",
            "ipv6",
            "enum8('a' = -1, 'it''s' = 2)",
            "enum16('x' = 1000, 'y' = -1000)",
            "date",
            "date32",
            "datetime",
            "datetime('Europe/Zurich')",
            "datetime64(6)",
            "datetime64(3, 'UTC')",
            "array(int32)",
            "array(array(nullable(string)))",
            "map(string, array(uint64))",
            "tuple(int8, string)",
            "tuple(a int8, b array(tuple(c uuid, d nullable(decimal(9, 3)))))",
            "array(map(string, tuple(bool, float64)))");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyTypeComesBackAsItWas(long seed) throws IOException {
        Map<String, DataType> columns = new LinkedHashMap<>();
        for (String type : TYPES) {
            columns.put(type, Types.parse(type));
            DataType parsed = Types.parse(type);
            switch (parsed.kind()) {
                case ARRAY, MAP, TUPLE -> {
                    // cannot be nullable
                }
                default -> columns.put("nullable " + type, parsed.asNullable());
            }
        }
        for (int rows : new int[] {0, 1, 100}) {
            RowBatch batch = new Samples(seed).batch(columns, rows);
            WireBuffer out = new WireBuffer();
            BlockWriter.write(batch.schema(), batch, out);
            WireBuffer packed = new WireBuffer();
            Frames.write(out, packed);
            same(batch, BlockReader.read(input(out), WireLimits.defaults()));
            same(batch, BlockReader.read(new FrameInput(input(packed), 64 << 20), WireLimits.defaults()));
        }
    }

    private static void same(RowBatch expected, RowBatch actual) {
        assertThat(actual.schema()).isEqualTo(expected.schema());
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int column = 0; column < expected.schema().size(); column++) {
            for (int row = 0; row < expected.size(); row++) {
                assertThat(Vectors.value(actual.vector(column), row))
                        .as(expected.schema().column(column).name())
                        .isEqualTo(Vectors.value(expected.vector(column), row));
            }
        }
    }

    @Test
    void writesTheBytesThatTheFamilyKnows() {
        RowBatch batch = new RowBatch(
                new Schema(List.of(new Column("a", DataType.INT16), new Column("b", DataType.STRING.asNullable()))),
                2,
                new LongVector(new long[] {1, -2}),
                new BytesVector(
                        "xyz".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        new int[] {1, 0},
                        new int[] {2, 1},
                        new boolean[] {false, true}));
        WireBuffer out = new WireBuffer();
        BlockWriter.write(batch.schema(), batch, out);
        assertThat(HexFormat.of().formatHex(out.bytes(), 0, out.size()))
                .isEqualTo("01" + "00" + "02" + "ffffffff" + "00" + "02" + "02" // head, 2 columns, 2 rows
                        + "0161" + "05696e743136" + "0100" + "feff"
                        + "0162" + "106e756c6c61626c6528737472696e6729" + "00" + "01" + "02797a" + "00");
    }

    @Test
    void namesTypesAsBothDriversReadThem() {
        assertThat(sent("low_cardinality(nullable(string))", Revisions.SERVER)).isEqualTo("nullable(string)");
        assertThat(sent("array(low_cardinality(string))", Revisions.SERVER)).isEqualTo("array(string)");
        assertThat(sent("json", Revisions.SERVER)).isEqualTo("string");
        assertThat(sent("tuple(a int8, b string)", Revisions.SERVER)).isEqualTo("tuple(a int8, b string)");
        assertThat(sent("tuple(a int8, b string)", Revisions.OLDEST)).isEqualTo("tuple(int8, string)");
        assertThat(sent("enum8('it''s' = 1)", Revisions.SERVER)).isEqualTo("enum8('it\\'s' = 1)");
        assertThat(WireTypes.name(DataType.NOTHING)).isEqualTo("nullable(nothing)");
        Schema interval = new Schema(List.of(new Column("i", DataType.interval(TimeUnit.SECOND))));
        assertThatThrownBy(() -> WireTypes.sent(interval, Revisions.SERVER))
                .hasMessageContaining("column 'i' cannot be sent")
                .hasMessageContaining("interval_second");
    }

    private static String sent(String type, int revision) {
        return WireTypes.name(WireTypes.sent(new Schema(List.of(new Column("c", Types.parse(type)))), revision)
                .column(0)
                .type());
    }

    @Test
    void refusesWhatABlockMustNotHold() {
        assertThatThrownBy(() -> read(WireLimits.defaults(), "00 01 01 0161 03787878 00"))
                .hasMessageContaining("the type of column 'a'");
        assertThatThrownBy(() -> read(WireLimits.defaults(), "00 01 01 0161 046a736f6e 00"))
                .hasMessageContaining("send it as string");
        assertThatThrownBy(() -> read(WireLimits.defaults(), "07")).hasMessageContaining("unknown field");
        assertThatThrownBy(() -> read(WireLimits.defaults(), "00 ffffffffffffffffff01"))
                .hasMessageContaining("columns of a block is 18446744073709551615");
        WireLimits small = new WireLimits(100, 100, 1, 10, 1000, 100);
        assertThatThrownBy(() -> read(small, "00 01 e707 0161 05696e743634"))
                .hasMessageContaining("more than 100 bytes");
        assertThatThrownBy(() -> read(small, "00 01 01 0161 06737472696e67 ffff7f"))
                .hasMessageContaining("more than 100 bytes");
        // an array whose second row ends before its first
        assertThatThrownBy(() -> read(
                        WireLimits.defaults(),
                        "00 01 02 0161 0b61727261792875696e743829 0200000000000000 0100000000000000 0102"))
                .isInstanceOf(WireException.class);
    }

    private static void read(WireLimits limits, String hex) throws IOException {
        BlockReader.read(WireInput.of(HexFormat.of().parseHex(hex.replace(" ", ""))), limits);
    }

    @Test
    void refusesFramesThatAreNotWhatTheyClaim() {
        WireBuffer content = new WireBuffer();
        content.writeText("a text that is long enough to be packed, packed, packed, packed");
        WireBuffer frame = new WireBuffer();
        Frames.write(content, frame);
        byte[] good = Arrays.copyOf(frame.bytes(), frame.size());
        byte[] flipped = good.clone();
        flipped[good.length - 1] ^= 1;
        assertThatThrownBy(() -> new FrameInput(WireInput.of(flipped), 1000).readByte())
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> new FrameInput(WireInput.of(good), 10).readByte())
                .hasMessageContaining("at most 10 may be");
        byte[] method = good.clone();
        method[16] = (byte) 0x90;
        assertThatThrownBy(() -> new FrameInput(WireInput.of(method), 1000).readByte())
                .hasMessageContaining("0x90");
        byte[] negative = good.clone();
        negative[20] = -1;
        assertThatThrownBy(() -> new FrameInput(WireInput.of(negative), 1000).readByte())
                .isInstanceOf(WireException.class);
    }

    @Test
    void takesFramesThatAreNotPacked() throws IOException {
        byte[] frame = new byte[9 + 3];
        frame[0] = FrameInput.NONE;
        frame[1] = (byte) frame.length;
        frame[5] = 3;
        frame[9] = 2;
        frame[10] = 'o';
        frame[11] = 'k';
        WireBuffer out = new WireBuffer();
        Checksum checksum = Checksum.of(frame, 0, frame.length);
        out.writeLong(checksum.low());
        out.writeLong(checksum.high());
        out.writeBytes(frame, 0, frame.length);
        assertThat(new FrameInput(input(out), 1000).readText(10, "text")).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 300, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbersOfVariableLengthComeBack(long value) throws IOException {
        WireBuffer out = new WireBuffer();
        out.writeVarint(value);
        assertThat(input(out).readVarint()).isEqualTo(value);
    }

    private static WireInput input(WireBuffer buffer) {
        return WireInput.of(Arrays.copyOf(buffer.bytes(), buffer.size()));
    }
}
