package io.millrace.core.flow;

/**
 * Counts what one reader misses.
 *
 * <p><b>Threading:</b> not thread-safe; the subscription's lock guards it.
 */
final class Drops {

    private final Overflow policy;
    private final DropListener listener;
    private long rows;

    Drops(Overflow policy, DropListener listener) {
        this.policy = policy;
        this.listener = listener;
    }

    void add(long moreRows, long bytes) {
        if (moreRows > 0) {
            rows += moreRows;
            listener.dropped(policy, moreRows, bytes);
        }
    }

    void add(Published dropped) {
        add(dropped.chunk().rows(), dropped.chunk().length());
    }

    long rows() {
        return rows;
    }
}
