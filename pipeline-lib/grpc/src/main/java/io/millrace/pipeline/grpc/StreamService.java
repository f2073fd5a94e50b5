package io.millrace.pipeline.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import io.millrace.pipeline.proto.StreamReply;
import io.millrace.pipeline.proto.StreamRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code data.ModuleStreamService}: several packages per message, answered in the order in which they are done. */
final class StreamService<T> extends ModuleStreamServiceGrpc.ModuleStreamServiceImplBase {

    private final HostMessages<T> messages;
    private final Admission admission;
    private final int unread;
    private final Set<HostedStream<T>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /**
     * A service without streams.
     *
     * @param unread how many packages of one stream may be unanswered before no more of its messages are read
     */
    StreamService(HostMessages<T> messages, Admission admission, int unread) {
        this.messages = messages;
        this.admission = admission;
        this.unread = unread;
    }

    @Override
    public StreamObserver<StreamRequest> runStream(StreamObserver<StreamReply> caller) {
        HostedStream<T> stream = new HostedStream<>(
                messages, admission, (ServerCallStreamObserver<StreamReply>) caller, unread, open::remove);
        open.add(stream);
        if (leaving) {
            stream.leave();
        }
        return stream;
    }

    /** Asks all callers to end their streams. */
    void leave() {
        leaving = true;
        open.forEach(HostedStream::leave);
    }
}
