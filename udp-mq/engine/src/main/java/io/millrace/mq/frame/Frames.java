package io.millrace.mq.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;

/**
 * The frame of the reference queue, {@code LHHTTT}: {@code L} is one hex digit, the number of hex digits in {@code HH};
 * {@code HH} is the length of the text in UTF-8 bytes; {@code TTT} is the text. Example: {@code 18PUT:ping}.
 *
 * <p>Decoding is strict and total: any bytes give a frame or a {@link FrameError}. Hex digits are written in lower case
 * and read in either.
 *
 * <p><b>Threading:</b> thread-safe; there is no state. {@link #header} and {@link #writeHeader} allocate nothing.
 */
public final class Frames {

    /** What one UDP datagram over IPv4 carries at most, in bytes. */
    public static final int MAX_DATAGRAM = 65_507;

    /** The longest text of a frame that fits a datagram, in bytes: five go to {@code 4ffde}. */
    public static final int MAX_TEXT = MAX_DATAGRAM - 5;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(UTF_8);

    private Frames() {}

    /**
     * Finds where the text begins; it ends with the bytes.
     *
     * @param offset where the frame begins
     * @param length of the whole frame
     * @return how many bytes precede the text, 2 to 16; negative when this is no frame, see {@link #error}
     */
    public static int header(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return FrameError.EMPTY.code();
        }
        if (length > MAX_DATAGRAM) {
            return FrameError.TOO_LARGE.code();
        }
        int digits = digit(bytes[offset]);
        if (digits <= 0) {
            return (digits < 0 ? FrameError.BAD_LENGTH_OF_LENGTH : FrameError.NO_LENGTH).code();
        }
        if (length < 1 + digits) {
            return FrameError.TRUNCATED_LENGTH.code();
        }
        long text = 0;
        for (int i = 1; i <= digits; i++) {
            int digit = digit(bytes[offset + i]);
            if (digit < 0) {
                return FrameError.BAD_LENGTH.code();
            }
            text = text << 4 | digit;
        }
        return text == length - 1 - digits ? 1 + digits : FrameError.INVALID_LENGTH.code();
    }

    /** What a negative {@link #header} means. */
    public static FrameError error(int header) {
        return FrameError.of(header);
    }

    private static int digit(byte value) {
        if (value >= '0' && value <= '9') {
            return value - '0';
        }
        int lower = value | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Whether a datagram that begins with this byte can be a frame. */
    public static boolean begins(byte first) {
        return digit(first) >= 0;
    }

    /** How many bytes precede a text of that many bytes. */
    public static int headerOf(int text) {
        return 1 + Math.max(1, (35 - Integer.numberOfLeadingZeros(text)) / 4);
    }

    /**
     * Writes what precedes a text.
     *
     * @param text length of the text in bytes, at most {@link #MAX_TEXT}
     * @return where the text goes
     */
    public static int writeHeader(byte[] into, int offset, int text) {
        int digits = headerOf(text) - 1;
        into[offset] = DIGITS[digits];
        for (int i = digits, rest = text; i > 0; i--, rest >>>= 4) {
            into[offset + i] = DIGITS[rest & 15];
        }
        return offset + 1 + digits;
    }

    /** Reads a whole datagram. */
    public static Decoded decode(byte[] bytes) {
        int header = header(bytes, 0, bytes.length);
        if (header > 0) {
            return new Decoded.Text(bytes, header);
        }
        FrameError error = error(header);
        return new Decoded.Invalid(error, error == FrameError.INVALID_LENGTH ? mismatch(bytes) : error.text());
    }

    private static String mismatch(byte[] bytes) {
        int digits = digit(bytes[0]);
        long text = 0;
        for (int i = 1; i <= digits; i++) {
            text = text << 4 | digit(bytes[i]);
        }
        return "Buffer length mismatch. Expected " + (1 + digits + text) + " bytes, got " + bytes.length + " bytes.";
    }

    /**
     * The frame of a text.
     *
     * @throws InvalidRequestException when it does not fit a datagram
     */
    public static byte[] encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    /**
     * The frame of a text.
     *
     * @param text UTF-8
     * @throws InvalidRequestException when it does not fit a datagram
     */
    public static byte[] encode(byte[] text) {
        if (text.length > MAX_TEXT) {
            throw new InvalidRequestException(
                    Reason.UNPROCESSABLE,
                    "a text of " + text.length + " bytes does not fit a datagram, which holds " + MAX_TEXT);
        }
        byte[] frame = new byte[headerOf(text.length) + text.length];
        int start = writeHeader(frame, 0, text.length);
        System.arraycopy(text, 0, frame, start, text.length);
        return frame;
    }
}
