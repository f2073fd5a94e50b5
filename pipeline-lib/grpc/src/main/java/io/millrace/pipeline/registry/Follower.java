package io.millrace.pipeline.registry;

import io.grpc.stub.ServerCallStreamObserver;
import io.millrace.pipeline.proto.registry.WatchRequest;

/** One who follows the list over gRPC. While it does not read, changes add up to one newest list. */
final class Follower {

    private final Registry registry;
    private final WatchRequest request;
    private final ServerCallStreamObserver<io.millrace.pipeline.proto.registry.ServerList> answers;
    private long sentRevision;

    Follower(
            Registry registry,
            WatchRequest request,
            ServerCallStreamObserver<io.millrace.pipeline.proto.registry.ServerList> answers) {
        this.registry = registry;
        this.request = request;
        this.answers = answers;
    }

    void start() {
        Registry.Watch watch = registry.watch(this::send);
        answers.setOnReadyHandler(this::send);
        answers.setOnCancelHandler(watch::close);
        answers.setOnCloseHandler(watch::close);
        send();
    }

    private synchronized void send() {
        if (answers.isCancelled() || !answers.isReady()) {
            return;
        }
        ServerList list = registry.list(request.getModule(), request.getVersion());
        if (list.revision() > sentRevision) {
            sentRevision = list.revision();
            answers.onNext(RegistryMessages.list(list));
        }
    }
}
