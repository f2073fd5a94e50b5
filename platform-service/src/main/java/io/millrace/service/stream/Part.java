package io.millrace.service.stream;

/** Some bytes of a shared array. */
final class Part {

    private final byte[] bytes;
    private final int offset;
    private final int length;

    Part(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    static Part of(byte[] bytes) {
        return new Part(bytes, 0, bytes.length);
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
