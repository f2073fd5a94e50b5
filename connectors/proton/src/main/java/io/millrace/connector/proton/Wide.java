package io.millrace.connector.proton;

import io.millrace.sql.type.Addresses;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns of values that are wider than 64 bits, and decimals, into objects. */
final class Wide {

    private static final int MAPPED = 12;

    private Wide() {}

    static @Nullable Object[] read(WireReader in, DataType type, int rows) throws IOException {
        int width = width(type);
        byte[] raw = in.bytes((long) rows * width);
        @Nullable Object[] values = new @Nullable Object[rows];
        for (int i = 0; i < rows; i++) {
            int at = i * width;
            values[i] = switch (type.kind()) {
                case UUID ->
                    new UUID(
                            littleEndian(raw, at, 8, true).longValue(),
                            littleEndian(raw, at + 8, 8, true).longValue());
                case IPV6 -> address(raw, at);
                case DECIMAL -> new BigDecimal(littleEndian(raw, at, width, true), type.scale());
                default -> littleEndian(raw, at, width, type.kind().isSignedInteger());
            };
        }
        return values;
    }

    private static int width(DataType type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return type.precision() <= 9 ? 4 : type.precision() <= 18 ? 8 : type.precision() <= 38 ? 16 : 32;
        }
        return type.kind().bits() > 0 ? type.kind().bits() / 8 : 16;
    }

    private static BigInteger littleEndian(byte[] raw, int from, int width, boolean signed) {
        byte[] bigEndian = new byte[width];
        for (int i = 0; i < width; i++) {
            bigEndian[i] = raw[from + width - 1 - i];
        }
        return signed ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
    }

    /** The address's text; mapped IPv4 as {@code ::ffff:10.0.0.1}. */
    private static String address(byte[] raw, int from) {
        byte[] address = Arrays.copyOfRange(raw, from, from + 16);
        for (int i = 0; i < MAPPED; i++) {
            if (address[i] != (i < 10 ? 0 : -1)) {
                return Addresses.text(address);
            }
        }
        return "::ffff:%d.%d.%d.%d"
                .formatted(address[12] & 255, address[13] & 255, address[14] & 255, address[15] & 255);
    }
}
