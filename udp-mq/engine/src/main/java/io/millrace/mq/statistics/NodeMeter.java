package io.millrace.mq.statistics;

/**
 * What one node counts about itself. The hot paths call it; reports, pages and meters read it.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * <p><b>Blocking:</b> never; a call takes less than 100 ns.
 */
public interface NodeMeter {

    /** Counts messages that came in during this second. */
    void in(int messages);

    /** Counts messages that went out during this second. */
    void out(int messages);

    /**
     * Records how long one message took: in a queue from put to get, in a worker from before the function to after the
     * send, in a sink from the feeder's time stamp to now.
     *
     * @param nanos nanoseconds; zero and negative values count as one
     */
    void latency(long nanos);

    /** Counts nothing. */
    NodeMeter NONE = new NodeMeter() {
        @Override
        public void in(int messages) {}

        @Override
        public void out(int messages) {}

        @Override
        public void latency(long nanos) {}
    };
}
