package io.millrace.pipeline;

/**
 * The way to a module that runs elsewhere.
 *
 * <p><b>Threading:</b> called by many virtual threads at a time.
 *
 * <p><b>Blocking:</b> until the answer is there, the request's time is over, or the thread is interrupted, which
 * cancels the call.
 *
 * @param <T> the data of a package
 */
public interface ExternalCall<T> extends AutoCloseable {

    /**
     * Runs the module elsewhere.
     *
     * @throws io.millrace.core.failure.TransientException when it may be tried again: nobody there, overloaded
     * @throws io.millrace.core.failure.StreamException any other failure of the way; a failure of the module itself is
     *     in the reply
     */
    ExternalReply<T> call(ExternalRequest<T> request) throws InterruptedException;

    /** Opens what is needed; called once per instance before the first package. */
    default void init() {}

    /** Closes it. Calls under way fail. */
    @Override
    void close();
}
