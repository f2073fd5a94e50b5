package io.millrace.pipeline.balance;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.registry.ServerLoad;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures how busy a server is, by its calls.
 *
 * <p><b>Threading:</b> thread-safe; a call costs a few uncontended additions. {@link #report} is for one reader: it
 * begins a new span each time.
 */
final class LoadMeter implements ServerInterceptor {

    private static final double NANOS = 1e9;

    private final String service;
    private final int capacity;
    private final Ticker ticker;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** The sum of ends minus the sum of beginnings: with the calls under way it gives the time worked. */
    private final LongAdder workedNanos = new LongAdder();

    private long lastNanos;
    private long lastEnded;
    private long lastFailed;
    private long lastWorked;

    /**
     * @param service the gRPC service whose calls count, for example {@code data.ModuleService}
     * @param capacity how many calls at a time are full load
     */
    LoadMeter(String service, int capacity, Ticker ticker) {
        this.service = service;
        this.capacity = capacity;
        this.ticker = ticker;
        this.lastNanos = ticker.nanos();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!service.equals(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        begun.increment();
        workedNanos.add(-ticker.nanos());
        AtomicBoolean over = new AtomicBoolean();
        ServerCall<Q, A> measured = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                end(over, !status.isOk());
                super.close(status, trailers);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(measured, headers)) {
            @Override
            public void onCancel() {
                end(over, true);
                super.onCancel();
            }
        };
    }

    private void end(AtomicBoolean over, boolean failure) {
        if (over.compareAndSet(false, true)) {
            workedNanos.add(ticker.nanos());
            ended.increment();
            if (failure) {
                failed.increment();
            }
        }
    }

    /** Calls under way. */
    int inFlight() {
        return (int) Math.max(0, begun.sum() - ended.sum());
    }

    /** What happened since the report before. */
    synchronized ServerLoad report() {
        long now = ticker.nanos();
        int inFlight = inFlight();
        long endedNow = ended.sum();
        long failedNow = failed.sum();
        long worked = workedNanos.sum() + inFlight * now;
        double span = Math.max(1, now - lastNanos) / NANOS;
        ServerLoad load = new ServerLoad(
                inFlight,
                (endedNow - lastEnded) / span,
                Math.max(0, (worked - lastWorked) / NANOS / span / capacity),
                (failedNow - lastFailed) / span);
        lastNanos = now;
        lastEnded = endedNow;
        lastFailed = failedNow;
        lastWorked = worked;
        return load;
    }
}
