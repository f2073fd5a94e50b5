package io.millrace.pipeline.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.proto.ReturnDPandError;
import io.millrace.pipeline.proto.StreamResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to a module server over a channel, which may lead to one server or, balanced, to many.
 *
 * <p><b>Failure:</b> {@link io.millrace.core.failure.TransientException} when nobody is there, the server is full or
 * the time is over; {@link io.millrace.core.failure.PoisonException} when the data has no form in the codec or the
 * message is too large; {@link io.millrace.core.failure.FatalException} when the other end speaks something else.
 *
 * @param <T> the data
 */
public final class GrpcCall<T> implements ExternalCall<T> {

    /** The caller's own limit comes first, so that it is the caller who says what was over. */
    private static final Duration SLACK = Duration.ofMillis(50);

    private final Supplier<ManagedChannel> channels;
    private final CallSettings settings;
    private final CallMessages<T> messages;
    private final Optional<CallStreams> streams;
    private @Nullable ManagedChannel channel;

    /**
     * A way that is not yet open.
     *
     * @param channels makes the channel, once; it is shut down at {@link #close}
     */
    public GrpcCall(Supplier<ManagedChannel> channels, CallSettings settings, Codecs<T> codecs) {
        this.channels = channels;
        this.settings = settings;
        this.messages = new CallMessages<>(codecs);
        this.streams = settings.stream().map(how -> new CallStreams(this::channel, settings, how, Ticker.SYSTEM));
    }

    @Override
    public void init() {
        channel();
    }

    private synchronized Channel channel() {
        ManagedChannel open = channel;
        if (open == null) {
            open = channels.get();
            channel = open;
        }
        return open;
    }

    @Override
    public ExternalReply<T> call(ExternalRequest<T> request) throws InterruptedException {
        Duration limit = request.remaining().map(SLACK::plus).orElse(settings.deadline());
        Duration time = limit.compareTo(settings.deadline()) < 0 ? limit : settings.deadline();
        Encoded message = messages.request(request);
        // A large package would hold up those behind it, and endanger them by the server's limit of message sizes.
        if (streams.isPresent() && !streams.get().unknown() && message.length() < CallStream.FULL_BYTES) {
            Optional<StreamResult> result = streams.get().call(message, time);
            if (result.isPresent()) {
                return messages.reply(request, result.get());
            }
        }
        return unary(request, message, time);
    }

    private ExternalReply<T> unary(ExternalRequest<T> request, Encoded message, Duration time)
            throws InterruptedException {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS);
        Incoming<ReturnDPandError> answer;
        try {
            answer = ClientCalls.blockingUnaryCall(channel(), ModuleMethods.CALLER, options, message);
        } catch (StatusRuntimeException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("call was cancelled").initCause(e);
            }
            throw CallFailures.of(settings.name(), e.getStatus());
        }
        if (answer.kind() != Incoming.Kind.UNDERSTOOD) {
            throw CallFailures.notUnderstood(settings.name(), answer.kind());
        }
        return messages.reply(request, answer.message());
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }
}
