package io.millrace.pipeline.balance;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call that waits for a server. */
final class PatientCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

    private final SentTracer sent;
    private final String servers;
    private final Duration patience;
    private volatile boolean gaveUp;
    private volatile boolean cancelled;

    PatientCall(ClientCall<Q, A> call, SentTracer sent, String servers, Duration patience) {
        super(call);
        this.sent = sent;
        this.servers = servers;
        this.patience = patience;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        super.start(
                new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        boolean _ = sent.waiting().complete(null);
                        super.onClose(explained(status), trailers);
                    }
                },
                headers);
        // With a server at hand the call is with it already, and no timer is needed.
        if (patience.isPositive() && !sent.sent()) {
            CompletableFuture<Void> _ = sent.waiting()
                    .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((_, late) -> {
                        if (late != null) {
                            gaveUp = true;
                            cancel("no server", null);
                        }
                    });
        }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        cancelled = true;
        super.cancel(message, cause);
    }

    private Status explained(Status status) {
        if (gaveUp && !sent.sent()) {
            return Status.UNAVAILABLE.withDescription(
                    "no server could be reached within " + patience.toMillis() + " ms: " + servers);
        }
        boolean broken = status.getCode() == Status.Code.UNAVAILABLE
                || (status.getCode() == Status.Code.CANCELLED && !cancelled);
        if (broken && sent.sent() && !sent.answered()) {
            return Status.UNAVAILABLE
                    .withCause(status.getCause())
                    .withDescription(status.getDescription())
                    .augmentDescription("server " + sent.server() + " was lost, the module may have run there");
        }
        return status;
    }
}
