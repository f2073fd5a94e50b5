package io.millrace.mq.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Leases and delays by when they end: a binary heap whose members know their place, so that they leave it cheaply. */
final class Timers {

    private @Nullable Held[] heap = new Held[16];
    private int size;

    int size() {
        return size;
    }

    /** The one that ends first; null when there is none. */
    @Nullable
    Held first() {
        return heap[0];
    }

    void add(Held held) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        up(size++, held);
    }

    void remove(Held held) {
        int hole = held.index;
        held.index = -1;
        Held last = heap[--size];
        heap[size] = null;
        if (last != null && hole < size) {
            if (hole > 0 && before(last, at((hole - 1) / 2))) {
                up(hole, last);
            } else {
                down(hole, last);
            }
        }
    }

    private void up(int from, Held held) {
        int place = from;
        while (place > 0) {
            Held parent = at((place - 1) / 2);
            if (!before(held, parent)) {
                break;
            }
            set(place, parent);
            place = (place - 1) / 2;
        }
        set(place, held);
    }

    private void down(int from, Held held) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && before(at(child + 1), at(child))) {
                child++;
            }
            if (!before(at(child), held)) {
                break;
            }
            set(place, at(child));
            place = child;
        }
        set(place, held);
    }

    private void set(int place, Held held) {
        heap[place] = held;
        held.index = place;
    }

    @SuppressWarnings("NullAway") // places below the size are taken
    private Held at(int place) {
        return heap[place];
    }

    private static boolean before(Held one, Held other) {
        return one.dueNanos - other.dueNanos < 0;
    }
}
