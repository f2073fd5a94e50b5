package io.millrace.connector.proton;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads columns of numbers: all their bytes at once, then one pass. */
final class Fixed {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private Fixed() {}

    static long[] bytes(WireReader in, int rows, int mask) throws IOException {
        byte[] raw = in.bytes(rows);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = raw[i] & mask;
        }
        return values;
    }

    static long[] signedBytes(WireReader in, int rows) throws IOException {
        return bytes(in, rows, -1);
    }

    static long[] shorts(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(2L * rows);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (short) SHORT.get(raw, 2 * i);
        }
        return values;
    }

    static long[] unsignedShorts(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(2L * rows);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (short) SHORT.get(raw, 2 * i) & 0xffff;
        }
        return values;
    }

    static long[] ints(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(4L * rows);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (int) INT.get(raw, 4 * i);
        }
        return values;
    }

    static long[] unsignedInts(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(4L * rows);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (int) INT.get(raw, 4 * i) & 0xffff_ffffL;
        }
        return values;
    }

    static long[] longs(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(8L * rows);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (long) LONG.get(raw, 8 * i);
        }
        return values;
    }

    static double[] floats(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(4L * rows);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (float) FLOAT.get(raw, 4 * i);
        }
        return values;
    }

    static double[] doubles(WireReader in, int rows) throws IOException {
        byte[] raw = in.bytes(8L * rows);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (double) DOUBLE.get(raw, 8 * i);
        }
        return values;
    }
}
