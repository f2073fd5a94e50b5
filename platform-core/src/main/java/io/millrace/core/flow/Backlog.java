package io.millrace.core.flow;

import io.millrace.core.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one reader, within its bounds.
 *
 * <p><b>Threading:</b> not thread-safe; the subscription's lock guards it.
 */
sealed interface Backlog permits QueueBacklog, LatestBacklog {

    /** Takes the chunk in and makes room by its policy. False when it is full and the policy drops nothing. */
    boolean offer(Published published);

    /** Notes that a chunk will never come, behind all that is pending. */
    void miss(Published published);

    /** Notes that the stream itself has lost rows, behind all that is pending. */
    void interrupt(Interrupted interrupted);

    /**
     * What comes next, without what has become too old.
     *
     * @param ticker asked only where age matters
     * @return null when nothing is pending
     */
    @Nullable
    Delivery next(Ticker ticker);

    /** Forgets everything, which does not count as dropped. */
    void clear();

    long rows();

    long bytes();
}
