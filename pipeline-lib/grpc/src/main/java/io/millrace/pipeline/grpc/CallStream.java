package io.millrace.pipeline.grpc;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.grpc.StreamedCall.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One stream to a server at the caller. Packages wait in a queue until the connection takes more, then as many as are
 * there share a message.
 *
 * <p><b>Threading:</b> packages from any thread; answers come on the connection's.
 */
final class CallStream implements ClientResponseObserver<Encoded, StreamMessages.Results> {

    /** A message is also full before it gets near the server's limit of message sizes. */
    static final int FULL_BYTES = 256 * 1024;

    private final String name;
    private final int batch;
    private final int maxResultBytes;
    private final int maxGivenUp;
    private final AtomicInteger givenUp = new AtomicInteger();
    private final Map<Long, StreamedCall> unanswered = new ConcurrentHashMap<>();
    private final Queue<StreamedCall> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Long> cancelled = new ConcurrentLinkedQueue<>();
    private final Writer writer = new Writer(this::write);
    private final Alarm alarm;
    private final long openedNanos;
    private @Nullable ClientCallStreamObserver<Encoded> server;
    private volatile boolean retired;
    private volatile boolean halfClosed;
    private volatile @Nullable Status ended;

    /**
     * A stream without packages.
     *
     * @param maxGivenUp how many packages that nobody waits for any more may be kept because the server takes nothing;
     *     beyond that the stream ends
     */
    CallStream(String name, int batch, int maxResultBytes, int maxGivenUp, Ticker ticker) {
        this.name = name;
        this.batch = batch;
        this.maxResultBytes = maxResultBytes;
        this.maxGivenUp = maxGivenUp;
        this.alarm = new Alarm(ticker, this::endLate);
        this.openedNanos = ticker.nanos();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Encoded> requests) {
        server = requests;
        requests.setOnReadyHandler(writer::wake);
    }

    /** Takes a package; its outcome tells when it did not. */
    void submit(StreamedCall call) {
        unanswered.put(call.number(), call);
        waiting.add(call);
        Status over = ended;
        if (over != null) {
            end(over);
        } else {
            alarm.at(call.endNanos());
            writer.wake();
        }
    }

    /** Nobody waits for the answer any more. */
    void cancel(StreamedCall call) {
        call.giveUp();
        if (unanswered.remove(call.number()) == null) {
            return;
        }
        int kept = givenUp.incrementAndGet();
        if (call.sent()) {
            cancelled.add(call.number());
        }
        writer.wake();
        ClientCallStreamObserver<Encoded> out = server;
        if (kept > maxGivenUp && out != null && ended == null) {
            end(Status.UNAVAILABLE.withDescription("the server has taken nothing for " + kept + " packages"));
            out.cancel("the server takes nothing", null);
        }
    }

    /** Takes no more packages; ends when those on their way are answered. */
    void retire() {
        retired = true;
        writer.wake();
    }

    /** Whether the next package should go over another one. */
    boolean over() {
        return retired || ended != null;
    }

    long openedNanos() {
        return openedNanos;
    }

    int load() {
        return unanswered.size();
    }

    /** Ends the waits whose time is over; gives how long until the next one's is. */
    private long endLate(long now) {
        long next = Alarm.NEVER;
        for (StreamedCall call : unanswered.values()) {
            long left = call.endNanos() - now;
            if (left <= 0) {
                call.end(new Outcome.Late());
            } else {
                next = Math.min(next, left);
            }
        }
        return next;
    }

    private void write() {
        ClientCallStreamObserver<Encoded> out = server;
        if (out == null || halfClosed || ended != null) {
            return;
        }
        while (out.isReady() && !(waiting.isEmpty() && cancelled.isEmpty())) {
            send(out);
        }
        if (retired && unanswered.isEmpty()) {
            halfClosed = true;
            out.onCompleted();
        }
    }

    private void send(ClientCallStreamObserver<Encoded> out) {
        List<Long> noLonger = new ArrayList<>(0);
        for (Long number = cancelled.poll(); number != null; number = cancelled.poll()) {
            noLonger.add(number);
            givenUp.decrementAndGet();
        }
        List<StreamedCall> calls = new ArrayList<>();
        int bytes = 0;
        while (calls.size() < batch && bytes < FULL_BYTES) {
            StreamedCall call = waiting.poll();
            if (call == null) {
                break;
            }
            if (call.send()) {
                calls.add(call);
                bytes += call.request().length();
            } else {
                givenUp.decrementAndGet();
            }
        }
        if (!calls.isEmpty() || !noLonger.isEmpty()) {
            out.onNext(StreamMessages.request(calls, noLonger, maxResultBytes));
        }
    }

    @Override
    public void onNext(StreamMessages.Results message) {
        if (message.draining()) {
            retire();
        }
        for (StreamMessages.Part result : message.results()) {
            StreamedCall call = unanswered.remove(result.number());
            if (call != null) {
                call.end(new Outcome.Answered(result.bytes()));
            }
        }
        if (retired) {
            writer.wake();
        }
    }

    @Override
    public void onError(Throwable reason) {
        end(Status.fromThrowable(reason));
    }

    @Override
    public void onCompleted() {
        end(Status.UNAVAILABLE.withDescription("the server ended the stream"));
    }

    private void end(Status status) {
        if (ended == null) {
            ended = status;
        }
        for (Long number : List.copyOf(unanswered.keySet())) {
            StreamedCall call = unanswered.remove(number);
            if (call != null) {
                call.end(outcome(call, status));
            }
        }
        waiting.clear();
        cancelled.clear();
    }

    private Outcome outcome(StreamedCall call, Status status) {
        if (status.getCode() == Status.Code.UNIMPLEMENTED) {
            return new Outcome.NoStreams();
        }
        StreamException failure = CallFailures.of(name, status);
        if (!call.sent()) {
            return new Outcome.NotSent(failure);
        }
        return new Outcome.Failed(
                failure instanceof TransientException
                        ? new TransientException(failure.reason() + "; the module may have run", failure)
                        : failure);
    }
}
