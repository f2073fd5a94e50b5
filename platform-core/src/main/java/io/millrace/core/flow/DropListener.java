package io.millrace.core.flow;

/** Hears of what is dropped, for counters. Called under a lock: it returns at once and calls nothing back. */
@FunctionalInterface
public interface DropListener {

    /** For those who count elsewhere. */
    DropListener NONE = (_, _, _) -> {};

    /**
     * Rows that a reader will not see.
     *
     * @param rows at least 1
     * @param bytes their encoded size; 0 where items have none
     */
    void dropped(Overflow policy, long rows, long bytes);
}
