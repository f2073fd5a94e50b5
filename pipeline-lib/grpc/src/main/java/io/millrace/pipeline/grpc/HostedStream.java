package io.millrace.pipeline.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.proto.StreamCall;
import io.millrace.pipeline.proto.StreamReply;
import io.millrace.pipeline.proto.StreamRequest;
import io.millrace.pipeline.proto.StreamResult;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One caller's stream at the server. Each package runs on a virtual thread; whoever is done leaves its result in a
 * queue, and one writer at a time sends what is there: the busier the server, the more results share a message.
 *
 * <p><b>Threading:</b> messages come on the connection's thread, results from any.
 */
final class HostedStream<T> implements StreamObserver<StreamRequest> {

    /** A message is also full before it gets near the caller's limit of message sizes. */
    private static final int FULL_BYTES = 256 * 1024;

    private static final int FULL_RESULTS = 256;

    /** What a message has besides its one result. */
    private static final int FRAME_BYTES = 64;

    private final HostMessages<T> messages;
    private final Admission admission;
    private final ServerCallStreamObserver<StreamReply> caller;
    private final int unread;
    private final Consumer<HostedStream<T>> onEnd;
    private final Map<Long, Thread> running = new ConcurrentHashMap<>();
    private final Queue<StreamResult> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean waitsToRead = new AtomicBoolean();
    private final Writer writer = new Writer(this::write);
    private final AtomicBoolean leave = new AtomicBoolean();
    private volatile int maxResultBytes = Integer.MAX_VALUE;
    private volatile boolean halfClosed;
    private volatile boolean ended;

    HostedStream(
            HostMessages<T> messages,
            Admission admission,
            ServerCallStreamObserver<StreamReply> caller,
            int unread,
            Consumer<HostedStream<T>> onEnd) {
        this.messages = messages;
        this.admission = admission;
        this.caller = caller;
        this.unread = unread;
        this.onEnd = onEnd;
        caller.disableAutoRequest();
        caller.setOnReadyHandler(writer::wake);
        caller.setOnCancelHandler(this::cancelled);
        caller.request(1);
    }

    @Override
    public void onNext(StreamRequest message) {
        for (long number : message.getCancelledList()) {
            Thread worker = running.get(number);
            if (worker != null) {
                worker.interrupt();
            }
        }
        if (message.getMaxResultBytes() > 0) {
            maxResultBytes = message.getMaxResultBytes();
        }
        unanswered.addAndGet(message.getCallsCount());
        message.getCallsList().forEach(this::begin);
        waitsToRead.set(true);
        readOn();
    }

    private void readOn() {
        if (unanswered.get() < unread && waitsToRead.compareAndSet(true, false)) {
            caller.request(1);
        }
    }

    private void begin(StreamCall call) {
        if (!admission.enter()) {
            done(StreamResult.newBuilder()
                    .setNumber(call.getNumber())
                    .setRefused(true)
                    .setError(ErrorMessages.message(Errors.of("TransientException", admission.fullText())))
                    .build());
            return;
        }
        Thread worker = Thread.ofVirtual().name("module-call").unstarted(() -> work(call));
        running.put(call.getNumber(), worker);
        worker.start();
    }

    private void work(StreamCall call) {
        boolean well = false;
        StreamResult.Builder failed = StreamResult.newBuilder().setNumber(call.getNumber());
        StreamResult result = failed.build();
        try {
            admission.work();
            try {
                result = messages.result(call.getNumber(), call.getRequest());
            } finally {
                admission.done();
            }
            well = !result.hasError();
        } catch (InterruptedException e) {
            result = failed.setError(ErrorMessages.message(Errors.of(e))).build();
        } catch (Error e) {
            result = failed.setError(ErrorMessages.message(Errors.of(e))).build();
            throw e;
        } finally {
            admission.leave(well);
            running.remove(call.getNumber());
            done(result);
        }
    }

    private void done(StreamResult result) {
        if (!ended) {
            results.add(fitting(result));
            writer.wake();
        }
    }

    /** A message that is too large for the caller would end the stream, and with it the packages of others. */
    private StreamResult fitting(StreamResult result) {
        int bytes = result.getSerializedSize();
        return bytes <= maxResultBytes - FRAME_BYTES
                ? result
                : StreamResult.newBuilder()
                        .setNumber(result.getNumber())
                        .setError(ErrorMessages.message(Errors.of(
                                "PoisonException",
                                "the result has " + bytes + " bytes, the caller takes " + maxResultBytes)))
                        .build();
    }

    /** Sends what is there as long as the connection takes it. Called by one thread at a time. */
    private void write() {
        while (!ended && caller.isReady() && (!results.isEmpty() || leave.get())) {
            StreamReply.Builder message = StreamReply.newBuilder().setDraining(leave.getAndSet(false));
            int bytes = 0;
            while (message.getResultsCount() < FULL_RESULTS && bytes < FULL_BYTES) {
                StreamResult next = results.poll();
                if (next == null) {
                    break;
                }
                message.addResults(next);
                bytes += next.getSerializedSize();
                StreamResult after = results.peek();
                if (after != null && bytes + after.getSerializedSize() > Math.min(FULL_BYTES, maxResultBytes)) {
                    break;
                }
            }
            caller.onNext(message.build());
            unanswered.addAndGet(-message.getResultsCount());
            readOn();
        }
        if (halfClosed && !ended && unanswered.get() == 0) {
            end();
            caller.onCompleted();
        }
    }

    /** Asks the caller to open its next stream elsewhere. */
    void leave() {
        leave.set(true);
        writer.wake();
    }

    @Override
    public void onCompleted() {
        halfClosed = true;
        writer.wake();
    }

    @Override
    public void onError(Throwable reason) {
        cancelled();
    }

    private void cancelled() {
        end();
        running.values().forEach(Thread::interrupt);
        results.clear();
    }

    private void end() {
        ended = true;
        onEnd.accept(this);
    }
}
