package io.millrace.sql.wire.codec;

import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.type.Addresses;
import io.millrace.sql.type.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of one fixed size that the engine holds as objects: wide integers, decimals, uuids, IPv6 addresses. */
final class Scalars {

    private Scalars() {}

    static void write(DataType type, ObjectVector vector, int size, WireBuffer out) {
        int width = WireTypes.width(type);
        int at = out.claim(Math.multiplyExact(width, size));
        byte[] bytes = out.bytes();
        for (int i = 0; i < size; i++) {
            Object value = vector.isNull(i) ? null : vector.values[i];
            put(type, value, width, bytes, at);
            at += width;
        }
    }

    private static void put(DataType type, @Nullable Object value, int width, byte[] bytes, int at) {
        switch (value) {
            case BigDecimal decimal -> putNumber(decimal.setScale(type.scale()).unscaledValue(), width, bytes, at);
            case BigInteger number -> putNumber(number, width, bytes, at);
            case Number number -> putNumber(BigInteger.valueOf(number.longValue()), width, bytes, at);
            case UUID uuid -> {
                WireBuffer.LONGS.set(bytes, at, uuid.getMostSignificantBits());
                WireBuffer.LONGS.set(bytes, at + 8, uuid.getLeastSignificantBits());
            }
            case InetAddress address -> System.arraycopy(ipv6(address), 0, bytes, at, 16);
            case String address -> System.arraycopy(ipv6(InetAddress.ofLiteral(address)), 0, bytes, at, 16);
            case null -> java.util.Arrays.fill(bytes, at, at + width, (byte) 0);
            default -> throw new IllegalStateException("no value of " + type.text() + ": " + value.getClass());
        }
    }

    private static void putNumber(BigInteger number, int width, byte[] bytes, int at) {
        if (width <= 8) {
            long value = number.longValue();
            if (width == 4) {
                WireBuffer.INTS.set(bytes, at, (int) value);
            } else {
                WireBuffer.LONGS.set(bytes, at, value);
            }
            return;
        }
        byte[] big = number.toByteArray();
        byte sign = (byte) (number.signum() < 0 ? -1 : 0);
        for (int i = 0; i < width; i++) {
            int from = big.length - 1 - i;
            bytes[at + i] = from >= 0 ? big[from] : sign;
        }
    }

    private static byte[] ipv6(InetAddress address) {
        byte[] raw = address.getAddress();
        if (!(address instanceof Inet4Address)) {
            return raw;
        }
        // Java makes an IPv4 address of ::ffff:1.2.3.4
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(raw, 0, mapped, 12, 4);
        return mapped;
    }

    /** The value whose bytes start at {@code at}. */
    static Object read(DataType type, byte[] bytes, int at) {
        int width = WireTypes.width(type);
        return switch (type.kind()) {
            case UUID -> new UUID((long) WireBuffer.LONGS.get(bytes, at), (long) WireBuffer.LONGS.get(bytes, at + 8));
            case IPV6 -> Addresses.text(java.util.Arrays.copyOfRange(bytes, at, at + 16));
            case DECIMAL -> new BigDecimal(number(bytes, at, width, true), type.scale());
            default -> number(bytes, at, width, WireTypes.isSigned(type.kind()));
        };
    }

    private static BigInteger number(byte[] bytes, int at, int width, boolean signed) {
        byte[] big = new byte[width];
        for (int i = 0; i < width; i++) {
            big[i] = bytes[at + width - 1 - i];
        }
        return signed ? new BigInteger(big) : new BigInteger(1, big);
    }
}
