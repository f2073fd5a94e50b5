package io.millrace.sql.wire.codec;

/**
 * CityHash128 of version 1.0.2, which the family's compressed frames carry as checksum; later versions give other
 * values. It guards against faults, not against forgery.
 */
record Checksum(long low, long high) {

    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;
    private static final long K3 = 0xc949d7c7509e6557L;
    private static final long MUL = 0x9ddfea08eb382d69L;

    static Checksum of(byte[] data, int offset, int length) {
        if (length >= 16) {
            return seeded(data, offset + 16, length - 16, word(data, offset) ^ K3, word(data, offset + 8));
        }
        if (length >= 8) {
            long low = word(data, offset) ^ (length * K0);
            return murmur(data, offset, 0, low, word(data, offset + length - 8) ^ K1);
        }
        return murmur(data, offset, length, K0, K1);
    }

    private static Checksum seeded(byte[] data, int offset, int length, long low, long high) {
        return length < 128 ? murmur(data, offset, length, low, high) : new State(low, high).hash(data, offset, length);
    }

    private static Checksum murmur(byte[] data, int offset, int length, long low, long high) {
        long a = low;
        long b = high;
        long c;
        long d;
        if (length <= 16) {
            a = mix(a * K1) * K1;
            c = b * K1 + small(data, offset, length);
            d = mix(a + (length >= 8 ? word(data, offset) : c));
        } else {
            c = pair(word(data, offset + length - 8) + K1, a);
            d = pair(b + length, c + word(data, offset + length - 16));
            a += d;
            int at = offset;
            for (int rest = length - 16; rest > 0; rest -= 16) {
                a = (a ^ (mix(word(data, at) * K1) * K1)) * K1;
                b ^= a;
                c = (c ^ (mix(word(data, at + 8) * K1) * K1)) * K1;
                d ^= c;
                at += 16;
            }
        }
        a = pair(a, c);
        b = pair(d, b);
        return new Checksum(a ^ b, pair(b, a));
    }

    /** Of at most 16 bytes. */
    private static long small(byte[] data, int offset, int length) {
        if (length > 8) {
            long a = word(data, offset);
            long b = word(data, offset + length - 8);
            return pair(a, Long.rotateRight(b + length, length)) ^ b;
        }
        if (length >= 4) {
            long a = half(data, offset);
            return pair(length + (a << 3), half(data, offset + length - 4));
        }
        if (length > 0) {
            int a = data[offset] & 255;
            int b = data[offset + (length >>> 1)] & 255;
            int c = data[offset + length - 1] & 255;
            return mix((a + (b << 8)) * K2 ^ (length + (c << 2)) * K3) * K2;
        }
        return K2;
    }

    private static long pair(long u, long v) {
        long a = (u ^ v) * MUL;
        a ^= a >>> 47;
        long b = (v ^ a) * MUL;
        b ^= b >>> 47;
        return b * MUL;
    }

    private static long mix(long value) {
        return value ^ (value >>> 47);
    }

    private static long word(byte[] data, int offset) {
        return (long) WireBuffer.LONGS.get(data, offset);
    }

    private static long half(byte[] data, int offset) {
        return (int) WireBuffer.INTS.get(data, offset) & 0xffff_ffffL;
    }

    /** The state for 128 bytes and more. */
    private static final class State {

        private long x;
        private long y;
        private long z;
        private long v1;
        private long v2;
        private long w1;
        private long w2;

        State(long low, long high) {
            this.x = low;
            this.y = high;
        }

        Checksum hash(byte[] data, int offset, int length) {
            z = length * K1;
            v1 = rotate(y ^ K1, 49) * K1 + word(data, offset);
            v2 = rotate(v1, 42) * K1 + word(data, offset + 8);
            w1 = rotate(y + z, 35) * K1 + x;
            w2 = rotate(x + word(data, offset + 88), 53) * K1;
            int at = offset;
            int rest = length;
            while (rest >= 128) {
                round(data, at);
                round(data, at + 64);
                at += 128;
                rest -= 128;
            }
            y += rotate(w1, 37) * K0 + z;
            x += rotate(v1 + z, 49) * K0;
            for (int done = 32; done - 32 < rest; done += 32) {
                int tail = at + rest - done;
                y = rotate(y - x, 42) * K0 + v2;
                w1 += word(data, tail + 16);
                x = rotate(x, 49) * K0 + w1;
                w1 += v1;
                weakV(data, tail, v1, v2);
            }
            x = pair(x, v1);
            y = pair(y, w1);
            return new Checksum(pair(x + v2, w2) + y, pair(x + w2, y + v2));
        }

        private void round(byte[] data, int at) {
            x = rotate(x + y + v1 + word(data, at + 16), 37) * K1;
            y = rotate(y + v2 + word(data, at + 48), 42) * K1;
            x ^= w2;
            y ^= v1;
            z = rotate(z ^ w1, 33);
            weakV(data, at, v2 * K1, x + w1);
            weakW(data, at + 32, z + w2, y);
            long swapped = z;
            z = x;
            x = swapped;
        }

        private void weakV(byte[] data, int at, long a, long b) {
            long start = a + word(data, at);
            long end = start + word(data, at + 8) + word(data, at + 16);
            v2 = rotate(b + start + word(data, at + 24), 21) + rotate(end, 44) + start;
            v1 = end + word(data, at + 24);
        }

        private void weakW(byte[] data, int at, long a, long b) {
            long start = a + word(data, at);
            long end = start + word(data, at + 8) + word(data, at + 16);
            w2 = rotate(b + start + word(data, at + 24), 21) + rotate(end, 44) + start;
            w1 = end + word(data, at + 24);
        }

        private static long rotate(long value, int bits) {
            return Long.rotateRight(value, bits);
        }
    }
}
