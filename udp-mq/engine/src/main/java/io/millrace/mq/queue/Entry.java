package io.millrace.mq.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How one message lies in an array, wherever it waits: a header of {@link #HEADER} bytes, then id (if it has one), key,
 * reason, body.
 */
final class Entry {

    /** Bytes before id, key, reason and body. */
    static final int HEADER = 48;

    static final int ID = 16;

    static final long NEVER = Long.MAX_VALUE;

    static final long NOT_LOGGED = -1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BODY = 0;
    private static final int KEY = 4;
    private static final int REASON = 6;
    private static final int SEQUENCE = 8;
    private static final int PUT_NANOS = 16;
    private static final int EXPIRY_NANOS = 24;
    private static final int LOG_ID = 32;
    private static final int DELIVERIES = 40;
    private static final int HAS_ID = 44;

    private Entry() {}

    static int length(boolean id, int key, int reason, int body) {
        return HEADER + (id ? ID : 0) + key + reason + body;
    }

    static int length(byte[] bytes, int at) {
        return HEADER + idLength(bytes, at) + keyLength(bytes, at) + reasonLength(bytes, at) + bodyLength(bytes, at);
    }

    static void lengths(byte[] bytes, int at, boolean id, int key, int reason, int body) {
        INT.set(bytes, at + BODY, body);
        CHAR.set(bytes, at + KEY, (char) key);
        CHAR.set(bytes, at + REASON, (char) reason);
        INT.set(bytes, at + HAS_ID, id ? 1 : 0);
    }

    static int bodyLength(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + BODY);
    }

    static int keyLength(byte[] bytes, int at) {
        return (char) CHAR.get(bytes, at + KEY);
    }

    static int reasonLength(byte[] bytes, int at) {
        return (char) CHAR.get(bytes, at + REASON);
    }

    static int idLength(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + HAS_ID) == 0 ? 0 : ID;
    }

    static int idAt(int at) {
        return at + HEADER;
    }

    static int keyAt(byte[] bytes, int at) {
        return at + HEADER + idLength(bytes, at);
    }

    static int reasonAt(byte[] bytes, int at) {
        return keyAt(bytes, at) + keyLength(bytes, at);
    }

    static int bodyAt(byte[] bytes, int at) {
        return reasonAt(bytes, at) + reasonLength(bytes, at);
    }

    static void id(byte[] bytes, int at, long high, long low) {
        LONG.set(bytes, at + HEADER, high);
        LONG.set(bytes, at + HEADER + 8, low);
    }

    static long idHigh(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + HEADER);
    }

    static long idLow(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + HEADER + 8);
    }

    static long sequence(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + SEQUENCE);
    }

    static void sequence(byte[] bytes, int at, long value) {
        LONG.set(bytes, at + SEQUENCE, value);
    }

    static long putNanos(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + PUT_NANOS);
    }

    static void putNanos(byte[] bytes, int at, long value) {
        LONG.set(bytes, at + PUT_NANOS, value);
    }

    static long expiryNanos(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + EXPIRY_NANOS);
    }

    static void expiryNanos(byte[] bytes, int at, long value) {
        LONG.set(bytes, at + EXPIRY_NANOS, value);
    }

    static boolean expired(byte[] bytes, int at, long nanos) {
        long expiry = expiryNanos(bytes, at);
        return expiry != NEVER && nanos - expiry >= 0;
    }

    static long logId(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + LOG_ID);
    }

    static void logId(byte[] bytes, int at, long value) {
        LONG.set(bytes, at + LOG_ID, value);
    }

    static int deliveries(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + DELIVERIES);
    }

    static void deliveries(byte[] bytes, int at, int value) {
        INT.set(bytes, at + DELIVERIES, value);
    }
}
