package io.millrace.mq.queue;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** First in, first out, in blocks that are used again: a message that waits is no object of its own. */
final class BlockReady implements Ready {

    private static final int BLOCK = 256 << 10;
    private static final int SPARES = 32;

    private static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private int used;
    }

    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private final ArrayDeque<Block> spares = new ArrayDeque<>();
    private @Nullable Block last;
    private @Nullable Block first;
    private byte[] writing = {};
    private int reserved;
    private int headAt;
    private int size;

    @Override
    public void reserve(int length) {
        Block block = last;
        if (block == null || block.used + length > BLOCK) {
            Block spare = spares.pollLast();
            block = spare == null ? new Block() : spare;
            block.used = 0;
            blocks.addLast(block);
            last = block;
            if (first == null) {
                first = block;
                headAt = 0;
            }
        }
        writing = block.bytes;
        reserved = length;
    }

    @Override
    public byte[] block() {
        return writing;
    }

    @Override
    @SuppressWarnings("NullAway") // there is a last block once something was reserved
    public int at() {
        return last.used;
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public void commit() {
        last.used += reserved;
        size++;
        skipUsedUp();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    @SuppressWarnings("NullAway") // the caller knows that there is a message
    public byte[] headBlock() {
        return first.bytes;
    }

    @Override
    public int headAt() {
        return headAt;
    }

    @Override
    @SuppressWarnings("NullAway") // the caller knows that there is a message
    public void removeHead() {
        headAt += Entry.length(first.bytes, headAt);
        size--;
        skipUsedUp();
    }

    /** Moves to the block that holds the first message; an empty queue begins its only block anew. */
    @SuppressWarnings("NullAway") // there is a first block here
    private void skipUsedUp() {
        while (headAt >= first.used && blocks.size() > 1) {
            recycle(blocks.removeFirst());
            first = blocks.getFirst();
            headAt = 0;
        }
        if (size == 0 && headAt >= first.used) {
            first.used = 0;
            headAt = 0;
        }
    }

    private void recycle(Block block) {
        if (spares.size() < SPARES) {
            spares.addLast(block);
        }
    }
}
