package io.millrace.service.app;

/**
 * What a service brings to an end before the streams of its readers are ended and connections are closed. Steps are
 * beans; there is no order among them.
 */
public interface DrainStep {

    /** Takes no more work and waits, for a bounded time, for what is under way. May be called again. */
    void drain() throws InterruptedException;
}
