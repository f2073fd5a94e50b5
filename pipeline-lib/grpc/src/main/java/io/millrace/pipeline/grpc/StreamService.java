package io.millrace.pipeline.grpc;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code data.ModuleStreamService}: several packages per message, answered in the order in which they are done. */
final class StreamService<T> implements BindableService {

    private final HostMessages<T> messages;
    private final Admission admission;
    private final Workers workers;
    private final int unread;
    private final Set<HostedStream<T>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /**
     * A service without streams.
     *
     * @param unread how many packages of one stream may be unanswered before no more of its messages are read
     */
    StreamService(HostMessages<T> messages, Admission admission, Workers workers, int unread) {
        this.messages = messages;
        this.admission = admission;
        this.workers = workers;
        this.unread = unread;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = ModuleStreamServiceGrpc.getServiceDescriptor();
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(StreamMessages.SERVER)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(StreamMessages.SERVER, ServerCalls.asyncBidiStreamingCall(this::opened))
                .build();
    }

    private StreamObserver<StreamMessages.Calls> opened(StreamObserver<Encoded> caller) {
        HostedStream<T> stream = new HostedStream<>(
                messages, admission, workers, (ServerCallStreamObserver<Encoded>) caller, unread, open::remove);
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
