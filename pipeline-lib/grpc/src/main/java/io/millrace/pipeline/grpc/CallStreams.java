package io.millrace.pipeline.grpc;

import io.grpc.Channel;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.grpc.StreamedCall.Outcome;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.StreamCall;
import io.millrace.pipeline.proto.StreamResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one caller. Each package goes over the one with the fewest under way. A stream leads to one server for
 * as long as it lives, so streams are renewed from time to time: that is when a balanced channel chooses anew.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class CallStreams {

    private static final int TRIES = 3;

    private final Supplier<Channel> channel;
    private final CallSettings call;
    private final StreamSettings settings;
    private final Ticker ticker;
    private final Semaphore places;
    private final AtomicLong numbers = new AtomicLong();
    private final @Nullable CallStream[] streams;
    private final long[] opened;
    private final AtomicLong unknownUntil;

    CallStreams(Supplier<Channel> channel, CallSettings call, StreamSettings settings, Ticker ticker) {
        this.channel = channel;
        this.call = call;
        this.settings = settings;
        this.ticker = ticker;
        this.places = new Semaphore(settings.outstanding());
        this.streams = new @Nullable CallStream[settings.streams()];
        this.opened = new long[settings.streams()];
        this.unknownUntil = new AtomicLong(ticker.nanos());
    }

    /** Whether a server has said lately that it knows no streams. */
    boolean unknown() {
        return ticker.nanos() - unknownUntil.get() < 0;
    }

    /**
     * Sends a package and waits for its result.
     *
     * @return empty when the server knows no streams, in which case nothing has run
     */
    Optional<StreamResult> call(RequestDP request, Duration time) throws InterruptedException {
        long end = ticker.nanos() + time.toNanos();
        if (!places.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw late(time);
        }
        try {
            for (int left = TRIES; ; left--) {
                switch (send(request, end - ticker.nanos())) {
                    case Outcome.Answered(StreamResult result) -> {
                        return Optional.of(accepted(result));
                    }
                    case Outcome.NoStreams _ -> {
                        unknownUntil.set(ticker.nanos() + settings.renewal().toNanos());
                        return Optional.empty();
                    }
                    case Outcome.NotSent(StreamException why) -> {
                        if (left == 1) {
                            throw why;
                        }
                    }
                    case Outcome.Failed(StreamException failure) -> throw failure;
                    case Outcome.Late _ -> throw late(time);
                }
            }
        } finally {
            places.release();
        }
    }

    private Outcome send(RequestDP request, long nanos) throws InterruptedException {
        StreamedCall sent = new StreamedCall(StreamCall.newBuilder()
                .setNumber(numbers.incrementAndGet())
                .setRequest(request)
                .build());
        CallStream stream = stream();
        stream.submit(sent);
        Outcome outcome = new Outcome.Late();
        try {
            outcome = sent.await(nanos);
        } finally {
            if (outcome instanceof Outcome.Late) {
                stream.cancel(sent);
            }
        }
        return outcome;
    }

    private StreamResult accepted(StreamResult result) {
        if (result.getRefused()) {
            throw new TransientException("module server " + call.name() + " is not available: "
                    + result.getError().getMessage());
        }
        return result;
    }

    private TransientException late(Duration time) {
        return new TransientException(
                "module server " + call.name() + " did not answer in time: " + time.toMillis() + " ms");
    }

    private synchronized CallStream stream() {
        int least = 0;
        int load = Integer.MAX_VALUE;
        for (int i = 0; i < streams.length; i++) {
            CallStream stream = renewed(i);
            if (stream.load() < load) {
                load = stream.load();
                least = i;
            }
        }
        return renewed(least);
    }

    private CallStream renewed(int index) {
        CallStream stream = streams[index];
        long now = ticker.nanos();
        if (stream != null
                && !stream.over()
                && now - opened[index] < settings.renewal().toNanos()) {
            return stream;
        }
        if (stream != null) {
            stream.retire();
        }
        CallStream fresh =
                new CallStream(call.name(), settings.batch(), call.maxMessageBytes(), settings.outstanding());
        var _ = ModuleStreamServiceGrpc.newStub(channel.get()).runStream(fresh);
        streams[index] = fresh;
        opened[index] = now;
        return fresh;
    }
}
