package io.millrace.connector.proton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.timeplus.serde.BinarySerializer;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The native format of each type, byte by byte. */
final class ColumnsTest {

    /** Writes the bytes of a column. */
    private interface Bytes {
        void write(BinarySerializer out) throws IOException;
    }

    private static List<@Nullable Object> read(String type, int rows, Bytes bytes) throws IOException {
        PacketBytes packet = new PacketBytes();
        bytes.write(new BinarySerializer(packet, false));
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        packet.sendTo(raw);
        WireReader reader = new WireReader(new ByteArrayInputStream(raw.toByteArray()));
        DataType parsed = new ColumnTypes().of("c", type);
        Vector vector = new Columns(reader).read(parsed, rows);
        assertThatThrownBy(reader::readBinary).as("all bytes are read").isInstanceOf(IOException.class);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(Vectors.value(vector, i));
        }
        return values;
    }

    @Test
    void numbersOfAllWidths() throws IOException {
        assertThat(read("bool", 2, out -> {
                    out.writeByte((byte) 1);
                    out.writeByte((byte) 0);
                }))
                .containsExactly(1L, 0L);
        assertThat(read("int8", 1, out -> out.writeByte((byte) -1))).containsExactly(-1L);
        assertThat(read("uint8", 1, out -> out.writeByte((byte) -1))).containsExactly(255L);
        assertThat(read("int16", 1, out -> out.writeShort((short) -2))).containsExactly(-2L);
        assertThat(read("uint16", 1, out -> out.writeShort((short) -2))).containsExactly(65_534L);
        assertThat(read("int32", 1, out -> out.writeInt(-3))).containsExactly(-3L);
        assertThat(read("uint32", 1, out -> out.writeInt(-3))).containsExactly(4_294_967_293L);
        assertThat(read("int64", 1, out -> out.writeLong(-4))).containsExactly(-4L);
        assertThat(read("uint64", 1, out -> out.writeLong(-4))).containsExactly(-4L);
        assertThat(read("float32", 1, out -> out.writeFloat(16.9f))).containsExactly((double) 16.9f);
        assertThat(read("float64", 1, out -> out.writeDouble(0.1))).containsExactly(0.1);
    }

    @Test
    void wideNumbersAndDecimals() throws IOException {
        BigInteger big = BigInteger.TWO.pow(100).negate();
        assertThat(read("int128", 1, out -> out.writeBigInteger(big, 16))).containsExactly(big);
        assertThat(read("int256", 1, out -> out.writeBigInteger(big, 32))).containsExactly(big);
        assertThat(read("uint128", 1, out -> out.writeBigInteger(big, 16)))
                .containsExactly(big.add(BigInteger.TWO.pow(128)));
        assertThat(read("uint256", 1, out -> out.writeBigInteger(big, 32)))
                .containsExactly(big.add(BigInteger.TWO.pow(256)));
        assertThat(read("decimal(9, 2)", 1, out -> out.writeInt(-1_250))).containsExactly(new BigDecimal("-12.50"));
        assertThat(read("decimal(18, 4)", 1, out -> out.writeLong(5))).containsExactly(new BigDecimal("0.0005"));
        assertThat(read("decimal(38, 30)", 1, out -> out.writeBigInteger(big, 16)))
                .containsExactly(new BigDecimal(big, 30));
        assertThat(read("decimal(76, 0)", 1, out -> out.writeBigInteger(big, 32)))
                .containsExactly(new BigDecimal(big));
    }

    @Test
    void timesAndAddresses() throws IOException {
        assertThat(read("date", 1, out -> out.writeShort((short) -1))).containsExactly(65_535L);
        assertThat(read("date32", 1, out -> out.writeInt(-1))).containsExactly(-1L);
        assertThat(read("datetime('Europe/Helsinki')", 1, out -> out.writeInt(-1)))
                .as("after 2038")
                .containsExactly(4_294_967_295L);
        assertThat(read("datetime64(3, 'UTC')", 1, out -> out.writeLong(-1))).containsExactly(-1L);
        assertThat(read("ipv4", 1, out -> out.writeInt(0x7f00_0001))).containsExactly(0x7f00_0001L);
        UUID uuid = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        assertThat(read("uuid", 1, out -> {
                    out.writeLong(uuid.getMostSignificantBits());
                    out.writeLong(uuid.getLeastSignificantBits());
                }))
                .containsExactly(uuid);
        byte[] six = new byte[32];
        six[15] = 1;
        six[16 + 10] = -1;
        six[16 + 11] = -1;
        six[16 + 12] = 10;
        assertThat(read("ipv6", 2, out -> out.writeBytes(six))).containsExactly("::1", "::ffff:10.0.0.0");
    }

    @Test
    void textsAndEnums() throws IOException {
        String longer = "ä".repeat(100_000);
        assertThat(read("string", 3, out -> {
                    out.writeUTF8StringBinary("a");
                    out.writeUTF8StringBinary("");
                    out.writeUTF8StringBinary(longer);
                }))
                .containsExactly("a", "", longer);
        assertThat(read("fixed_string(2)", 2, out -> out.writeBytes(new byte[] {'a', 0, 'b', 'c'})))
                .containsExactly("a\0", "bc");
        assertThat(read("enum8('it\\'s' = -1, 'b' = 2)", 1, out -> out.writeByte((byte) -1)))
                .containsExactly(-1L);
        assertThat(read("enum16('a' = 300)", 1, out -> out.writeShort((short) 300)))
                .containsExactly(300L);
    }

    @Test
    void nullsStandBeforeTheValues() throws IOException {
        assertThat(read("nullable(int32)", 2, out -> {
                    out.writeBytes(new byte[] {1, 0});
                    out.writeInt(0);
                    out.writeInt(7);
                }))
                .containsExactly(null, 7L);
        assertThat(read("nullable(nothing)", 2, out -> out.writeBytes(new byte[] {1, 1, '0', '0'})))
                .containsExactly(null, null);
    }

    @Test
    void arraysMapsAndTuplesKeepTheirOrder() throws IOException {
        assertThat(read("array(array(uint8))", 2, out -> {
                    out.writeLong(2);
                    out.writeLong(2);
                    out.writeLong(1);
                    out.writeLong(3);
                    out.writeBytes(new byte[] {1, 2, 3});
                }))
                .containsExactly(List.of(List.of(1L), List.of(2L, 3L)), List.of());
        assertThat(read("map(string, nullable(int8))", 1, out -> {
                    out.writeLong(2);
                    out.writeUTF8StringBinary("z");
                    out.writeUTF8StringBinary("a");
                    out.writeBytes(new byte[] {0, 1, 5, 0});
                }))
                .singleElement()
                .satisfies(map -> assertThat(((Map<?, ?>) java.util.Objects.requireNonNull(map)).entrySet())
                        .hasToString("[z=5, a=null]"));
        assertThat(read("tuple(a int8, b string)", 1, out -> {
                    out.writeByte((byte) 1);
                    out.writeUTF8StringBinary("x");
                }))
                .containsExactly(Arrays.asList(1L, "x"));
    }

    @Test
    void dictionariesOfLowCardinality() throws IOException {
        assertThat(read("low_cardinality(string)", 3, out -> {
                    out.writeLong(1);
                    out.writeLong(0x200);
                    out.writeLong(2);
                    out.writeUTF8StringBinary("");
                    out.writeUTF8StringBinary("x");
                    out.writeLong(3);
                    out.writeBytes(new byte[] {1, 0, 1});
                }))
                .containsExactly("x", "", "x");
        assertThat(read("array(low_cardinality(nullable(string)))", 1, out -> {
                    out.writeLong(1);
                    out.writeLong(2);
                    out.writeLong(0x201);
                    out.writeLong(3);
                    out.writeUTF8StringBinary("");
                    out.writeUTF8StringBinary("");
                    out.writeUTF8StringBinary("x");
                    out.writeLong(2);
                    out.writeShort((short) 2);
                    out.writeShort((short) 0);
                }))
                .containsExactly(Arrays.asList("x", null));
    }

    @Test
    void noRowsAreNoBytes() throws IOException {
        for (String type : List.of("string", "low_cardinality(string)", "map(string, array(int8))", "uuid")) {
            assertThat(read(type, 0, _ -> {})).isEmpty();
        }
    }

    @Test
    void lengthsBeyondReasonAreNotBelieved() {
        assertThatThrownBy(() -> read("string", 1, out -> out.writeVarInt(1L << 40)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> read("array(int8)", 1, out -> out.writeLong(-1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> read("array(int8)", 2, out -> {
                    out.writeLong(2);
                    out.writeLong(1);
                }))
                .hasMessageContaining("end before they begin");
        assertThatThrownBy(() -> read("low_cardinality(string)", 1, out -> {
                    out.writeLong(1);
                    out.writeLong(0x200);
                    out.writeLong(1);
                    out.writeUTF8StringBinary("");
                    out.writeLong(1);
                    out.writeByte((byte) 1);
                }))
                .hasMessageContaining("an index of a low_cardinality");
    }

    @Test
    void typesWithoutAFormHereAreRefusedByName() {
        for (String type : List.of("json", "aggregate_function(sum, int64)", "tuple(a json, b int8)")) {
            assertThatThrownBy(() -> new ColumnTypes().of("c", type))
                    .isInstanceOf(SqlException.class)
                    .hasMessageStartingWith("column 'c' has the type " + type + ", which cannot be read");
        }
    }
}
