package io.millrace.sql.wire.codec;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** Writes compressed frames, as {@link FrameInput} reads them. Not thread-safe. */
public final class Frames {

    /** Content of one frame: small enough for the caches, large enough to pack well. */
    private static final int CONTENT = 1 << 20;

    private static final LZ4Compressor PACKER = LZ4Factory.fastestJavaInstance().fastCompressor();

    private Frames() {}

    /** Packs all of a buffer into as many frames as it takes. */
    public static void write(WireBuffer content, WireBuffer target) {
        for (int at = 0; at < content.size(); at += CONTENT) {
            frame(content.bytes(), at, Math.min(CONTENT, content.size() - at), target);
        }
    }

    private static void frame(byte[] content, int offset, int length, WireBuffer target) {
        int most = PACKER.maxCompressedLength(length);
        int start = target.claim(FrameInput.CHECKSUM + FrameInput.HEADER + most);
        byte[] bytes = target.bytes();
        int header = start + FrameInput.CHECKSUM;
        int packed = PACKER.compress(content, offset, length, bytes, header + FrameInput.HEADER, most);
        int size = FrameInput.HEADER + packed;
        bytes[header] = (byte) FrameInput.LZ4;
        WireBuffer.INTS.set(bytes, header + 1, size);
        WireBuffer.INTS.set(bytes, header + 5, length);
        Checksum checksum = Checksum.of(bytes, header, size);
        WireBuffer.LONGS.set(bytes, start, checksum.low());
        WireBuffer.LONGS.set(bytes, start + 8, checksum.high());
        target.shrinkTo(header + size);
    }
}
