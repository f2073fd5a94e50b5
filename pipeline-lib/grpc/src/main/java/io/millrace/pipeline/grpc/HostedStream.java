package io.millrace.pipeline.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.proto.StreamResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One caller's stream at the server. The workers take its packages; whoever is done leaves its result in a queue, and
 * one writer at a time sends what is there: the busier the server, the more results share a message.
 *
 * <p><b>Threading:</b> messages come on the connection's thread, results from any.
 */
final class HostedStream<T> implements StreamObserver<StreamMessages.Calls> {

    /** A message is also full before it gets near the caller's limit of message sizes. */
    private static final int FULL_BYTES = 256 * 1024;

    private static final int FULL_RESULTS = 256;

    /** What a message has besides its one result. */
    private static final int FRAME_BYTES = 64;

    private final HostMessages<T> messages;
    private final Admission admission;
    private final Workers workers;
    private final ServerCallStreamObserver<Encoded> caller;
    private final int unread;
    private final Consumer<HostedStream<T>> onEnd;
    private final Map<Long, Arrival> present = new ConcurrentHashMap<>();
    private final Queue<byte[]> results = new ConcurrentLinkedQueue<>();
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
            Workers workers,
            ServerCallStreamObserver<Encoded> caller,
            int unread,
            Consumer<HostedStream<T>> onEnd) {
        this.messages = messages;
        this.admission = admission;
        this.workers = workers;
        this.caller = caller;
        this.unread = unread;
        this.onEnd = onEnd;
        caller.disableAutoRequest();
        caller.setOnReadyHandler(writer::wake);
        caller.setOnCancelHandler(this::cancelled);
        caller.request(1);
    }

    @Override
    public void onNext(StreamMessages.Calls message) {
        for (long number : message.cancelled()) {
            Arrival cancelled = present.get(number);
            if (cancelled != null && cancelled.cancel()) {
                workers.forget(cancelled);
            }
        }
        if (message.maxResultBytes() > 0) {
            maxResultBytes = message.maxResultBytes();
        }
        unanswered.addAndGet(message.calls().size());
        message.calls().forEach(this::begin);
        waitsToRead.set(true);
        readOn();
    }

    private void readOn() {
        if (unanswered.get() < unread && waitsToRead.compareAndSet(true, false)) {
            caller.request(1);
        }
    }

    private void begin(StreamMessages.Part call) {
        if (!admission.enter()) {
            done(StreamResult.newBuilder()
                    .setNumber(call.number())
                    .setRefused(true)
                    .setError(ErrorMessages.message(Errors.of("TransientException", admission.fullText())))
                    .build()
                    .toByteArray());
            return;
        }
        Arrival arrived = new Arrival(call);
        present.put(call.number(), arrived);
        workers.submit(arrived);
    }

    private final class Arrival extends HostedCall {

        private final long number;
        private final byte[] request;

        Arrival(StreamMessages.Part call) {
            this.number = call.number();
            this.request = call.bytes();
        }

        @Override
        void work() {
            boolean well = false;
            byte[] result = {};
            try {
                admission.work();
                try {
                    HostMessages.Result made = messages.result(number, request);
                    result = made.bytes();
                    well = made.well();
                } finally {
                    admission.done();
                }
            } catch (Error e) {
                result = failed(number, Errors.of(e));
                throw e;
            } finally {
                leave(well, fitting(number, result));
            }
        }

        @Override
        void dropped() {
            leave(false, failed(number, Errors.of("InterruptedException", "the caller cancelled before it began")));
        }

        private void leave(boolean well, byte[] result) {
            admission.leave(well);
            present.remove(number);
            done(result);
        }
    }

    private static byte[] failed(long number, ErrorRecord error) {
        return StreamResult.newBuilder()
                .setNumber(number)
                .setError(ErrorMessages.message(error))
                .build()
                .toByteArray();
    }

    private void done(byte[] result) {
        if (!ended) {
            results.add(result);
            writer.wake();
        }
    }

    /** A message that is too large for the caller would end the stream, and with it the packages of others. */
    private byte[] fitting(long number, byte[] result) {
        int bytes = result.length;
        return bytes <= maxResultBytes - FRAME_BYTES
                ? result
                : failed(
                        number,
                        Errors.of(
                                "PoisonException",
                                "the result has " + bytes + " bytes, the caller takes " + maxResultBytes));
    }

    /** Sends what is there as long as the connection takes it. Called by one thread at a time. */
    private void write() {
        while (!ended && caller.isReady() && (!results.isEmpty() || leave.get())) {
            List<byte[]> message = new ArrayList<>();
            int bytes = 0;
            while (message.size() < FULL_RESULTS && bytes < FULL_BYTES) {
                byte[] next = results.poll();
                if (next == null) {
                    break;
                }
                message.add(next);
                bytes += next.length;
                byte[] after = results.peek();
                if (after != null && bytes + after.length > Math.min(FULL_BYTES, maxResultBytes)) {
                    break;
                }
            }
            caller.onNext(StreamMessages.reply(message, leave.getAndSet(false)));
            unanswered.addAndGet(-message.size());
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
        for (Arrival each : present.values()) {
            if (each.cancel()) {
                workers.forget(each);
            }
        }
        results.clear();
    }

    private void end() {
        ended = true;
        onEnd.accept(this);
    }
}
