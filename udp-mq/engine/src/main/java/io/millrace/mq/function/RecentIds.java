package io.millrace.mq.function;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The last so many texts, exactly. They lie in blocks of bytes behind small open-addressing tables, so that a collector
 * finds some hundred arrays without references instead of millions of objects, and no table is large enough for its
 * growth to be felt.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class RecentIds {

    private static final int TABLES = 256;
    private static final int FIRST_SLOTS = 16;
    private static final int BLOCK_BITS = 18;
    private static final int PLACE_BITS = 40;
    private static final long PLACES = (1L << PLACE_BITS) - 1;
    private static final long EMPTY = -1;

    /** Bytes before each text: its length in bytes and whether each of its characters takes two. */
    private static final int HEADER = 4;

    private static final class Block {
        private final byte[] bytes;
        private int used;

        Block(int size) {
            bytes = new byte[size];
        }
    }

    private final int max;
    private final long salt = RandomGenerator.getDefault().nextLong() | 1;

    /** A slot holds the upper 24 bits of the hash, which say where it belongs, and the place of the text. */
    private final long[][] tables = new long[TABLES][];

    private final int[] sizes = new int[TABLES];
    /** A ring: block {@code n} is at {@code n} modulo its length, a power of two. */
    private @Nullable Block[] ring = new Block[16];

    private long firstBlock;
    private long endBlock;
    private int firstAt;
    private int size;

    RecentIds(int max) {
        this.max = max;
        Arrays.setAll(tables, _ -> emptyTable(FIRST_SLOTS));
    }

    private static long[] emptyTable(int slots) {
        long[] table = new long[slots];
        Arrays.fill(table, EMPTY);
        return table;
    }

    int size() {
        return size;
    }

    boolean contains(String id) {
        int hash = hash(id);
        int tag = hash >>> 8;
        long[] table = tables[hash & (TABLES - 1)];
        for (int slot = tag & (table.length - 1); table[slot] != EMPTY; slot = (slot + 1) & (table.length - 1)) {
            if (table[slot] >>> PLACE_BITS == tag && isAt(id, table[slot] & PLACES)) {
                return true;
            }
        }
        return false;
    }

    /** Adds one that it does not contain, in place of the oldest when it is full. */
    void add(String id) {
        if (size >= max) {
            removeFirst();
        }
        int hash = hash(id);
        int number = hash & (TABLES - 1);
        if (2 * sizes[number] >= tables[number].length) {
            tables[number] = grown(tables[number]);
        }
        insert(tables[number], slot(hash, store(id)));
        sizes[number]++;
        size++;
    }

    private void removeFirst() {
        Block block = block(firstBlock);
        int hash = hash(text(block, firstAt));
        int number = hash & (TABLES - 1);
        remove(tables[number], slot(hash, place(firstBlock, firstAt)));
        sizes[number]--;
        size--;
        firstAt += HEADER + (header(block, firstAt) >>> 1);
        if (firstAt >= block.used) {
            ring[index(firstBlock++)] = null;
            firstAt = 0;
        }
    }

    // ---- tables

    private static long slot(int hash, long place) {
        return ((long) (hash >>> 8) << PLACE_BITS) | place;
    }

    private static int home(long slot, long[] table) {
        return (int) (slot >>> PLACE_BITS) & (table.length - 1);
    }

    private static void insert(long[] table, long slot) {
        int at = home(slot, table);
        while (table[at] != EMPTY) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = slot;
    }

    private static long[] grown(long[] table) {
        long[] larger = emptyTable(2 * table.length);
        for (long slot : table) {
            if (slot != EMPTY) {
                insert(larger, slot);
            }
        }
        return larger;
    }

    /** Takes a slot out and moves those behind it up, so that a search never stops too early. */
    private static void remove(long[] table, long slot) {
        int mask = table.length - 1;
        int hole = home(slot, table);
        while (table[hole] != slot) {
            hole = (hole + 1) & mask;
        }
        for (int at = (hole + 1) & mask; table[at] != EMPTY; at = (at + 1) & mask) {
            int wayFromHome = (at - home(table[at], table)) & mask;
            if (wayFromHome >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = EMPTY;
    }

    /** Salted, so that no one can choose ids that meet. */
    private int hash(String id) {
        long hash = salt;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * salt;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ (hash >>> 29));
    }

    // ---- blocks

    private static long place(long block, int at) {
        return ((block << BLOCK_BITS) | at) & PLACES;
    }

    private int index(long number) {
        return (int) number & (ring.length - 1);
    }

    @SuppressWarnings("NullAway") // places and numbers between first and end have a block
    private Block block(long number) {
        return ring[index(number)];
    }

    private long store(String id) {
        boolean wide = isWide(id);
        int bytes = wide ? 2 * id.length() : id.length();
        if (endBlock == firstBlock || block(endBlock - 1).bytes.length - block(endBlock - 1).used < HEADER + bytes) {
            addBlock(Math.max(1 << BLOCK_BITS, HEADER + bytes));
        }
        Block block = block(endBlock - 1);
        int at = block.used;
        int header = (bytes << 1) | (wide ? 1 : 0);
        for (int i = 0; i < HEADER; i++) {
            block.bytes[at + i] = (byte) (header >>> (8 * i));
        }
        int to = at + HEADER;
        for (int i = 0; i < id.length(); i++) {
            if (wide) {
                block.bytes[to++] = (byte) (id.charAt(i) >>> 8);
            }
            block.bytes[to++] = (byte) id.charAt(i);
        }
        block.used += HEADER + bytes;
        return place(endBlock - 1, at);
    }

    private void addBlock(int bytes) {
        if (endBlock - firstBlock == ring.length) {
            @Nullable Block[] larger = new Block[2 * ring.length];
            for (long number = firstBlock; number < endBlock; number++) {
                larger[(int) number & (larger.length - 1)] = block(number);
            }
            ring = larger;
        }
        ring[index(endBlock++)] = new Block(bytes);
    }

    private static boolean isWide(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) > 0xff) {
                return true;
            }
        }
        return false;
    }

    private static int header(Block block, int at) {
        int header = 0;
        for (int i = 0; i < HEADER; i++) {
            header |= (block.bytes[at + i] & 0xff) << (8 * i);
        }
        return header;
    }

    private static char charAt(Block block, int header, int at, int index) {
        int from = at + HEADER;
        return (header & 1) == 0
                ? (char) (block.bytes[from + index] & 0xff)
                : (char) (((block.bytes[from + 2 * index] & 0xff) << 8) | (block.bytes[from + 2 * index + 1] & 0xff));
    }

    private static int length(int header) {
        return (header & 1) == 0 ? header >>> 1 : header >>> 2;
    }

    private static String text(Block block, int at) {
        int header = header(block, at);
        char[] chars = new char[length(header)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = charAt(block, header, at, i);
        }
        return new String(chars);
    }

    private boolean isAt(String id, long place) {
        // the number of a block is known modulo 2^22 here, of which any length of the ring is a divisor
        Block block = block(place >>> BLOCK_BITS);
        int at = (int) place & ((1 << BLOCK_BITS) - 1);
        int header = header(block, at);
        if (length(header) != id.length()) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (charAt(block, header, at, i) != id.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
