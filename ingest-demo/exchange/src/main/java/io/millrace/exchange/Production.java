package io.millrace.exchange;

/** Where trades come from. */
interface Production extends AutoCloseable {

    /**
     * Publishes what is due, a bounded amount.
     *
     * @param nanos of the ticker
     * @param micros since 1970
     * @return whether more is due at once
     */
    boolean produce(long nanos, long micros);

    /** Called once a second. */
    void second(long micros);

    /** Called every 50 ms. */
    void batch(long micros);

    @Override
    void close();
}
