package io.millrace.sql.wire.codec;

import java.io.IOException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * The content of compressed frames: checksum (16 bytes), method, size of the frame without checksum, size of the
 * content, content. The checksum is looked at before anything is unpacked, and the sizes before anything is allocated.
 */
public final class FrameInput extends WireInput {

    static final int LZ4 = 0x82;
    static final int NONE = 0x02;
    static final int CHECKSUM = 16;
    static final int HEADER = 9;

    private static final LZ4SafeDecompressor UNPACKER =
            LZ4Factory.fastestJavaInstance().safeDecompressor();

    private final WireInput frames;
    private final int maxBytes;
    private long unpacked;

    /** @param maxBytes of the content of one frame, and of all frames between two calls of {@link #begin} */
    public FrameInput(WireInput frames, int maxBytes) {
        super(new byte[0]);
        this.frames = frames;
        this.maxBytes = maxBytes;
    }

    /** A new block starts here. */
    public void begin() {
        unpacked = (long) limit - position;
    }

    @Override
    boolean fill() throws IOException {
        if (frames.ended()) {
            return false;
        }
        long low = frames.readLong();
        long high = frames.readLong();
        int method = frames.readByte();
        int size = frames.readInt();
        int contentSize = frames.readInt();
        check(method, size, contentSize);
        byte[] frame = frames.readBytes(size - HEADER);
        verify(new Checksum(low, high), method, size, contentSize, frame);
        unpacked += contentSize;
        buffer = method == NONE ? frame : unpack(frame, contentSize);
        position = 0;
        limit = contentSize;
        return true;
    }

    private void check(int method, int size, int contentSize) {
        if (method != LZ4 && method != NONE) {
            throw new WireException(
                    WireCode.CANNOT_DECOMPRESS,
                    "compression method 0x" + Integer.toHexString(method) + " is not known; use LZ4 or none");
        }
        if (contentSize < 1 || contentSize > maxBytes || unpacked + contentSize > maxBytes) {
            throw new WireException(
                    WireCode.LIMIT_EXCEEDED,
                    "a compressed block holds " + Math.max(unpacked, 0) + " + " + Integer.toUnsignedString(contentSize)
                            + " bytes, at most " + maxBytes + " may be");
        }
        int most = method == NONE ? contentSize : contentSize + contentSize / 255 + 16;
        int packed = size - HEADER;
        if (packed < 1 || packed > most || (method == NONE && packed != contentSize)) {
            throw new WireException(
                    WireCode.CANNOT_DECOMPRESS,
                    "a frame of " + Integer.toUnsignedString(size) + " bytes cannot hold " + contentSize
                            + " bytes of content");
        }
    }

    private static void verify(Checksum claimed, int method, int size, int contentSize, byte[] frame) {
        byte[] whole = new byte[HEADER + frame.length];
        whole[0] = (byte) method;
        WireBuffer.INTS.set(whole, 1, size);
        WireBuffer.INTS.set(whole, 5, contentSize);
        System.arraycopy(frame, 0, whole, HEADER, frame.length);
        if (!Checksum.of(whole, 0, whole.length).equals(claimed)) {
            throw new WireException(WireCode.CHECKSUM_DOES_NOT_MATCH, "the checksum of a compressed block is wrong");
        }
    }

    private static byte[] unpack(byte[] frame, int contentSize) {
        byte[] content = new byte[contentSize];
        try {
            if (UNPACKER.decompress(frame, 0, frame.length, content, 0, contentSize) == contentSize) {
                return content;
            }
        } catch (LZ4Exception _) {
            // told below
        }
        throw new WireException(WireCode.CANNOT_DECOMPRESS, "a compressed block cannot be unpacked");
    }
}
