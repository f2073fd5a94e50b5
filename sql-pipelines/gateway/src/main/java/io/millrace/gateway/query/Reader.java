package io.millrace.gateway.query;

import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in a pipeline's query.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * <p><b>Lifecycle:</b> {@link #subscribe} at most once; {@link #close}, which is idempotent, in every case.
 */
public final class Reader implements AutoCloseable {

    private final ServedPipeline pipeline;
    private final SubscriberSettings settings;
    private final @Nullable String key;
    private final String schemaJson;
    private ServedPipeline.@Nullable Seat seat;
    private boolean closed;

    Reader(ServedPipeline pipeline, SubscriberSettings settings, @Nullable String key, String schemaJson) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.key = key;
        this.schemaJson = schemaJson;
    }

    /** The columns of the rows, as JSON on one line. */
    public String schemaJson() {
        return schemaJson;
    }

    /** What happens when this reader is too slow. */
    public Overflow overflow() {
        return settings.overflow();
    }

    /**
     * Joins the pipeline's running query, or starts one.
     *
     * @param wakeUp as for {@link io.millrace.core.flow.Broadcast#subscribe}
     * @throws io.millrace.core.failure.InvalidRequestException when too many queries run already
     * @throws io.millrace.core.failure.TransientException when the pipeline was removed meanwhile
     */
    public synchronized Subscription subscribe(Runnable wakeUp) {
        if (closed || seat != null) {
            throw new IllegalStateException("a reader subscribes once");
        }
        ServedPipeline.Seat taken = pipeline.join(key, settings, wakeUp);
        seat = taken;
        return taken.subscription();
    }

    /** Leaves; a query without readers stops. */
    @Override
    public synchronized void close() {
        if (!closed && seat != null) {
            pipeline.leave(seat);
        }
        closed = true;
    }
}
