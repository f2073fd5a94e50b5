package io.millrace.ksql.type;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Value of type BYTES: compared by content, byte by byte as unsigned numbers. Immutable. */
public final class Bytes implements Comparable<Bytes> {

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Over this array itself, which must not change afterwards. */
    public static Bytes of(byte[] content) {
        return new Bytes(content);
    }

    /** A copy of what remains in the buffer, whose position stays. */
    public static Bytes of(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.get(buffer.position(), content);
        return new Bytes(content);
    }

    /** The array itself: not to be changed. */
    public byte[] array() {
        return content;
    }

    public int length() {
        return content.length;
    }

    /** As text; what the charset does not know becomes its replacement. */
    public String text(Charset charset) {
        return new String(content, charset);
    }

    /** From {@code start} (counted from 0) to before {@code end}. */
    public Bytes slice(int start, int end) {
        return new Bytes(Arrays.copyOfRange(content, start, end));
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(content);
    }
}
