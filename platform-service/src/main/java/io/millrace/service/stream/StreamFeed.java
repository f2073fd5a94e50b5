package io.millrace.service.stream;

import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;

/**
 * One reader's stream.
 *
 * <p><b>Lifecycle:</b> {@link #subscribe} is called at most once. {@link #close} is called exactly once, after the
 * subscription's, within one second after the reader has gone.
 *
 * <p><b>Blocking:</b> {@link #subscribe} and {@link #close} may block: they run on virtual threads.
 */
public interface StreamFeed extends AutoCloseable {

    /** A feed of a broadcast that lives on when the reader has gone; its schema names no columns. */
    static StreamFeed of(Broadcast stream, SubscriberSettings bounds) {
        return new BroadcastFeed(stream, bounds);
    }

    /** What rows look like, as one JSON value on one line: the payload of the {@code schema} event. */
    String schemaJson();

    /** The policy in force for this reader, for the {@code gap} event and the meters. */
    Overflow overflow();

    /**
     * Starts the flow of rows.
     *
     * @param wakeUp called, cheaply and from any thread, when something can be taken after {@code take} had nothing
     */
    Subscription subscribe(Runnable wakeUp);

    /** Frees what is behind the subscription. */
    @Override
    void close();
}
