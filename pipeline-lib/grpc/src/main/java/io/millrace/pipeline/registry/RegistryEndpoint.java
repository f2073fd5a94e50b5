package io.millrace.pipeline.registry;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.pipeline.proto.registry.HeartbeatRequest;
import io.millrace.pipeline.proto.registry.Lease;
import io.millrace.pipeline.proto.registry.LeaseReply;
import io.millrace.pipeline.proto.registry.LeaseRequest;
import io.millrace.pipeline.proto.registry.RegisterRequest;
import io.millrace.pipeline.proto.registry.RegistryGrpc;
import io.millrace.pipeline.proto.registry.WatchRequest;
import java.util.function.Supplier;

/** A registry as a gRPC service, for a server that has others too; such a server calls {@link Registry#expire}. */
public final class RegistryEndpoint extends RegistryGrpc.RegistryImplBase {

    private final Registry registry;

    /** The service of that registry. */
    public RegistryEndpoint(Registry registry) {
        this.registry = registry;
    }

    @Override
    public void register(RegisterRequest request, StreamObserver<Lease> answers) {
        answer(answers, () -> RegistryMessages.lease(registry.register(RegistryMessages.server(request))));
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<Lease> answers) {
        answer(
                answers,
                () -> RegistryMessages.lease(
                        registry.heartbeat(request.getLeaseId(), RegistryMessages.load(request.getLoad()))));
    }

    @Override
    public void drain(LeaseRequest request, StreamObserver<LeaseReply> answers) {
        answer(answers, () -> {
            registry.drain(request.getLeaseId());
            return LeaseReply.getDefaultInstance();
        });
    }

    @Override
    public void leave(LeaseRequest request, StreamObserver<LeaseReply> answers) {
        answer(answers, () -> {
            registry.leave(request.getLeaseId());
            return LeaseReply.getDefaultInstance();
        });
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<io.millrace.pipeline.proto.registry.ServerList> answers) {
        Follower follower = new Follower(
                registry, request, (ServerCallStreamObserver<io.millrace.pipeline.proto.registry.ServerList>) answers);
        try {
            follower.start();
        } catch (InvalidRequestException e) {
            answers.onError(RegistryMessages.status(e));
        }
    }

    private static <A> void answer(StreamObserver<A> answers, Supplier<A> work) {
        A answer;
        try {
            answer = work.get();
        } catch (InvalidRequestException e) {
            answers.onError(RegistryMessages.status(e));
            return;
        }
        answers.onNext(answer);
        answers.onCompleted();
    }
}
