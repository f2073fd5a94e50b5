package io.millrace.mq.function;

/**
 * What a worker does with each message. Found by {@link java.util.ServiceLoader}: a public class with a public
 * constructor without parameters.
 *
 * <p><b>Threading:</b> each worker has an instance of its own and calls it from one thread, so it may keep state.
 *
 * <p><b>Failure:</b> whatever {@link #apply} throws concerns this message only: it goes to the dead-letter queue with
 * the reason, its outputs are not sent, and the worker goes on with the next.
 */
public interface MessageFunction {

    /** The name by which workers ask for it, in lower case: {@code passthrough}. */
    String name();

    /**
     * Handles one message.
     *
     * @param message UTF-8 text, may be empty
     * @param outputs takes the results, any number of them, before this method returns
     * @throws Exception when this message cannot be handled
     */
    void apply(String message, Outputs outputs) throws Exception;
}
