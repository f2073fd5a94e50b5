package io.millrace.core;

/**
 * Tells a source that a batch has been stored. Not committing is the nack: the source gives the batch again after a
 * reopen.
 */
@FunctionalInterface
public interface Ack {

    /** For sources that have nothing to remember. */
    Ack NONE = () -> {};

    /**
     * Confirms the batch. Called at most once, by the polling thread, after the sink returned.
     *
     * @throws io.millrace.core.failure.TransientException when the confirmation may succeed after a reopen
     */
    void commit();
}
