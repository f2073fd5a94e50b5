package io.millrace.pipeline.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.grpc.StreamedCall.Outcome;
import io.millrace.pipeline.proto.StreamResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
    private final AtomicReferenceArray<@Nullable CallStream> streams;
    private final AtomicLong unknownUntil;

    CallStreams(Supplier<Channel> channel, CallSettings call, StreamSettings settings, Ticker ticker) {
        this.channel = channel;
        this.call = call;
        this.settings = settings;
        this.ticker = ticker;
        this.places = new Semaphore(settings.outstanding());
        this.streams = new AtomicReferenceArray<>(settings.streams());
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
    Optional<StreamResult> call(Encoded request, Duration time) throws InterruptedException {
        long end = ticker.nanos() + Math.min(time.toNanos(), Alarm.FARTHEST_NANOS / 2);
        if (!places.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw late(time);
        }
        try {
            for (int left = TRIES; ; left--) {
                switch (send(request, end)) {
                    case Outcome.Answered(byte[] result) -> {
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

    private Outcome send(Encoded request, long endNanos) throws InterruptedException {
        StreamedCall sent = new StreamedCall(numbers.incrementAndGet(), request, endNanos);
        CallStream stream = stream();
        stream.submit(sent);
        Outcome outcome = new Outcome.Late();
        try {
            outcome = sent.await();
        } finally {
            if (outcome instanceof Outcome.Late) {
                stream.cancel(sent);
            }
        }
        return outcome;
    }

    private StreamResult accepted(byte[] bytes) {
        StreamResult result;
        try {
            result = StreamResult.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new FatalException("module server " + call.name() + " answered garbage: not a StreamResult", e);
        }
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

    private CallStream stream() {
        CallStream first = streams.get(0);
        return streams.length() == 1 && first != null && !tired(first) ? first : leastLoaded();
    }

    private synchronized CallStream leastLoaded() {
        CallStream least = renewed(0);
        for (int i = 1; i < streams.length(); i++) {
            CallStream stream = renewed(i);
            if (stream.load() < least.load()) {
                least = stream;
            }
        }
        return least;
    }

    private boolean tired(CallStream stream) {
        return stream.over()
                || ticker.nanos() - stream.openedNanos() >= settings.renewal().toNanos();
    }

    private CallStream renewed(int index) {
        CallStream stream = streams.get(index);
        if (stream != null && !tired(stream)) {
            return stream;
        }
        if (stream != null) {
            stream.retire();
        }
        CallStream fresh =
                new CallStream(call.name(), settings.batch(), call.maxMessageBytes(), settings.outstanding(), ticker);
        var _ = ClientCalls.asyncBidiStreamingCall(
                channel.get().newCall(StreamMessages.CALLER, CallOptions.DEFAULT), fresh);
        streams.set(index, fresh);
        return fresh;
    }
}
