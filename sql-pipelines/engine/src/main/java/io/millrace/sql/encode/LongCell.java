package io.millrace.sql.encode;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns kept as longs: integers, booleans, dates, timestamps, enums, IPv4 addresses, intervals. */
abstract sealed class LongCell extends Cell {

    private long[] values = {};
    private boolean @Nullable [] nulls;

    private LongCell(byte[] announcement) {
        super(announcement);
    }

    static LongCell of(DataType type, byte[] announcement) {
        return switch (type.kind()) {
            case BOOL -> new Bool(announcement);
            case UINT64 -> new Unsigned(announcement);
            case DATE, DATE32 -> new Date(announcement);
            case DATETIME -> new Timestamp(announcement, new TimeText(0, type.zone()));
            case DATETIME64 -> new Timestamp(announcement, new TimeText(type.precision(), type.zone()));
            case ENUM8, ENUM16 -> new Enumeration(announcement, type.symbols());
            case IPV4 -> new Ipv4(announcement);
            default -> new Signed(announcement);
        };
    }

    @Override
    final void bind(Vector vector) {
        LongVector longs = (LongVector) vector;
        values = longs.values;
        nulls = longs.nulls;
    }

    @Override
    final int write(JsonBuffer out, int position, int row) {
        byte[] bytes = out.bytes;
        int at = announce(bytes, position);
        boolean[] flags = nulls;
        return flags != null && flags[row] ? JsonBuffer.nil(bytes, at) : text(bytes, at, values[row]);
    }

    @Override
    final int writeValue(JsonBuffer out, int position, Object value) {
        long number = value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
        return text(out.ensure(position, maxBytes()), position, number);
    }

    /** Writes the value; there is room for {@link #maxBytes}. */
    abstract int text(byte[] bytes, int position, long value);

    private static final class Signed extends LongCell {
        private Signed(byte[] announcement) {
            super(announcement);
        }

        @Override
        int maxBytes() {
            return IntegerText.MAX_BYTES;
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            return IntegerText.write(bytes, position, value);
        }
    }

    private static final class Unsigned extends LongCell {
        private Unsigned(byte[] announcement) {
            super(announcement);
        }

        @Override
        int maxBytes() {
            return IntegerText.MAX_BYTES;
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            return IntegerText.writeUnsigned(bytes, position, value);
        }
    }

    private static final class Bool extends LongCell {
        private Bool(byte[] announcement) {
            super(announcement);
        }

        @Override
        int maxBytes() {
            return "false".length();
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            return JsonBuffer.ascii(bytes, position, value == 0 ? "false" : "true");
        }
    }

    private static final class Date extends LongCell {
        private Date(byte[] announcement) {
            super(announcement);
        }

        @Override
        int maxBytes() {
            return TimeText.MAX_BYTES;
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            bytes[position] = '"';
            int at = TimeText.writeDate(bytes, position + 1, value);
            bytes[at] = '"';
            return at + 1;
        }
    }

    /** Keeps the text of the last value: rows of one batch often share their time. */
    private static final class Timestamp extends LongCell {
        private static final int WORDS = 40;

        private final TimeText time;
        private final byte[] last = new byte[TimeText.MAX_BYTES + JsonBuffer.SLACK];
        private int lastLength;
        private long lastValue;

        private Timestamp(byte[] announcement, TimeText time) {
            super(announcement);
            this.time = time;
        }

        @Override
        int maxBytes() {
            return TimeText.MAX_BYTES;
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            if (value != lastValue || lastLength == 0) {
                last[0] = '"';
                int at = time.write(last, 1, value);
                last[at] = '"';
                lastLength = at + 1;
                lastValue = value;
            }
            if (lastLength > WORDS) {
                System.arraycopy(last, 0, bytes, position, lastLength);
            } else {
                for (int i = 0; i < WORDS; i += 8) {
                    JsonBuffer.WORD.set(bytes, position + i, (long) JsonBuffer.WORD.get(last, i));
                }
            }
            return position + lastLength;
        }
    }

    private static final class Enumeration extends LongCell {
        private final Map<Long, byte[]> texts = new HashMap<>();
        private int maxBytes = IntegerText.MAX_BYTES;

        private Enumeration(byte[] announcement, Map<String, Integer> symbols) {
            super(announcement);
            symbols.forEach((symbol, code) -> {
                byte[] text = JsonRows.quoted(symbol);
                texts.put((long) code, text);
                maxBytes = Math.max(maxBytes, text.length);
            });
        }

        @Override
        int maxBytes() {
            return maxBytes;
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            byte[] text = texts.get(value);
            if (text == null) {
                text = ('"' + Long.toString(value) + '"').getBytes(StandardCharsets.US_ASCII);
            }
            System.arraycopy(text, 0, bytes, position, text.length);
            return position + text.length;
        }
    }

    private static final class Ipv4 extends LongCell {
        private Ipv4(byte[] announcement) {
            super(announcement);
        }

        @Override
        int maxBytes() {
            return "\"255.255.255.255\"".length();
        }

        @Override
        int text(byte[] bytes, int position, long value) {
            int at = position;
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes[at] = (byte) (shift == 24 ? '"' : '.');
                at = IntegerText.write(bytes, at + 1, (value >> shift) & 0xff);
            }
            bytes[at] = '"';
            return at + 1;
        }
    }
}
