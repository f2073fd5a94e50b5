package io.millrace.mq.queue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** One message of each key, in the order of their last update; one without a key is on its own. */
final class KeyedReady implements Ready {

    private final LinkedHashMap<Object, byte[]> entries = new LinkedHashMap<>();
    private byte[] writing = {};

    @Override
    public void reserve(int length) {
        writing = new byte[length];
    }

    @Override
    public byte[] block() {
        return writing;
    }

    @Override
    public int at() {
        return 0;
    }

    @Override
    public void commit() {
        entries.putLast(key(writing), writing);
    }

    /** Takes one back that was read before, as the first; there is none of its key. */
    void giveBack(byte[] entry) {
        entries.putFirst(key(entry), entry);
    }

    boolean holdsKeyOf(byte[] entry) {
        return Entry.keyLength(entry, 0) > 0 && entries.containsKey(key(entry));
    }

    boolean holds(PutArguments put) {
        return put.keyLength > 0 && entries.containsKey(ByteBuffer.wrap(put.key, put.keyOffset, put.keyLength));
    }

    /** Removes the message of that key; null when there is none. */
    byte @Nullable [] remove(byte[] key, int offset, int length) {
        return length == 0 ? null : entries.remove(ByteBuffer.wrap(Arrays.copyOfRange(key, offset, offset + length)));
    }

    private static Object key(byte[] entry) {
        int length = Entry.keyLength(entry, 0);
        int from = Entry.keyAt(entry, 0);
        return length == 0 ? new Object() : ByteBuffer.wrap(Arrays.copyOfRange(entry, from, from + length));
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public byte[] headBlock() {
        return entries.firstEntry().getValue();
    }

    @Override
    public int headAt() {
        return 0;
    }

    @Override
    public void removeHead() {
        entries.pollFirstEntry();
    }
}
