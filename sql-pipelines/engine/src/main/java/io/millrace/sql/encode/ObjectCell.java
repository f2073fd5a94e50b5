package io.millrace.sql.encode;

import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.Addresses;
import io.millrace.sql.type.DataType;
import java.math.BigDecimal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns kept as objects: wide integers, decimals, uuids, IPv6 addresses, arrays, tuples, maps. */
final class ObjectCell extends Cell {

    private static final byte[] NO_ANNOUNCEMENT = {};

    private final DataType type;
    private final List<Cell> elements;
    private @Nullable Object[] values = {};
    private boolean @Nullable [] nulls;

    ObjectCell(DataType type, byte[] announcement) {
        super(announcement);
        this.type = type;
        this.elements = type.elements().stream()
                .map(element -> JsonRows.cell(element, NO_ANNOUNCEMENT))
                .toList();
    }

    @Override
    void bind(Vector vector) {
        ObjectVector objects = (ObjectVector) vector;
        values = objects.values;
        nulls = objects.nulls;
    }

    @Override
    int maxBytes() {
        return 0;
    }

    @Override
    int write(JsonBuffer out, int position, int row) {
        int at = announce(out.bytes, position);
        Object value = nulls != null && nulls[row] ? null : values[row];
        at = value == null ? JsonBuffer.nil(out.bytes, at) : writeValue(out, at, value);
        out.ensure(at, reserve());
        return at;
    }

    @Override
    int writeValue(JsonBuffer out, int position, Object value) {
        return switch (type.kind()) {
            case ARRAY, TUPLE -> array(out, position, (List<?>) value);
            case MAP -> map(out, position, (Map<?, ?>) value);
            case DECIMAL -> number(out, position, ((BigDecimal) value).toPlainString());
            case INT128, INT256, UINT128, UINT256 -> number(out, position, value.toString());
            case IPV6 -> text(out, position, value instanceof InetAddress address ? text(address) : value.toString());
            default -> text(out, position, value.toString());
        };
    }

    private int array(JsonBuffer out, int position, List<?> items) {
        int at = position;
        for (int i = 0; i < items.size(); i++) {
            at = separator(out, at, i == 0 ? "[" : ", ");
            at = element(out, at, type.elements().size() == 1 ? elements.getFirst() : elements.get(i), items.get(i));
        }
        return separator(out, at, items.isEmpty() ? "[]" : "]");
    }

    private int map(JsonBuffer out, int position, Map<?, ?> entries) {
        int at = position;
        boolean first = true;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            at = separator(out, at, first ? "{" : ", ");
            at = key(out, at, entry.getKey());
            at = separator(out, at, ": ");
            at = element(out, at, elements.getLast(), entry.getValue());
            first = false;
        }
        return separator(out, at, first ? "{}" : "}");
    }

    /** JSON's keys are strings: whatever is not one becomes its text between quotes. */
    private int key(JsonBuffer out, int position, @Nullable Object key) {
        int at = element(out, position, elements.getFirst(), key);
        if (out.bytes[position] == '"') {
            return at;
        }
        byte[] text = Arrays.copyOfRange(out.bytes, position, at);
        return TextEscape.write(out, position, text, 0, text.length, 0);
    }

    private static int element(JsonBuffer out, int position, Cell cell, @Nullable Object value) {
        return value == null ? separator(out, position, "null") : cell.writeValue(out, position, value);
    }

    private static int separator(JsonBuffer out, int position, String text) {
        return JsonBuffer.ascii(out.ensure(position, text.length()), position, text);
    }

    private static int number(JsonBuffer out, int position, String digits) {
        return separator(out, position, digits);
    }

    /** Java hands out mapped addresses as IPv4. */
    private static String text(InetAddress address) {
        return address instanceof Inet6Address
                ? Addresses.text(address.getAddress())
                : "::ffff:" + address.getHostAddress();
    }

    private static int text(JsonBuffer out, int position, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return TextEscape.write(out, position, utf8, 0, utf8.length, 0);
    }
}
