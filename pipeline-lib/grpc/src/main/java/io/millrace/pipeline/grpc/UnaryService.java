package io.millrace.pipeline.grpc;

import com.google.protobuf.UnknownFieldSet;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.proto.Error;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code data.ModuleService}: one package per call. Callbacks come on the connection's thread and only hand it to the
 * workers; its work is interrupted when the caller cancels or its deadline is over.
 */
final class UnaryService<T> implements BindableService {

    private static final Logger log = LoggerFactory.getLogger(UnaryService.class);

    /** Where SEED's callers look for the error. */
    private static final int SEED_ERROR = 2;

    private final HostMessages<T> messages;
    private final Admission admission;
    private final Workers workers;

    UnaryService(HostMessages<T> messages, Admission admission, Workers workers) {
        this.messages = messages;
        this.admission = admission;
        this.workers = workers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = ModuleServiceGrpc.getServiceDescriptor();
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(ModuleMethods.SERVER)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(ModuleMethods.SERVER, ServerCalls.asyncUnaryCall(this::receive))
                .build();
    }

    private void receive(Incoming<RequestDP> incoming, StreamObserver<ReturnDPandError> observer) {
        var caller = (ServerCallStreamObserver<ReturnDPandError>) observer;
        switch (incoming.kind()) {
            case UNDERSTOOD -> start(incoming.message(), caller);
            case SEED -> answer(caller, seedAnswer());
            case GARBAGE -> answer(caller, failure("InvalidRequestException", "the request is not a RequestDP"));
        }
    }

    private void start(RequestDP request, ServerCallStreamObserver<ReturnDPandError> caller) {
        if (!admission.enter()) {
            caller.onError(
                    Status.UNAVAILABLE.withDescription(admission.fullText()).asRuntimeException());
            return;
        }
        Call call = new Call(request, caller);
        caller.setOnCancelHandler(() -> {
            if (call.cancel()) {
                workers.forget(call);
            }
        });
        workers.submit(call);
    }

    private final class Call extends HostedCall {

        private final RequestDP request;
        private final ServerCallStreamObserver<ReturnDPandError> caller;

        Call(RequestDP request, ServerCallStreamObserver<ReturnDPandError> caller) {
            this.request = request;
            this.caller = caller;
        }

        @Override
        void work() {
            boolean well = false;
            try {
                ReturnDPandError answer;
                admission.work();
                try {
                    answer = messages.answer(request);
                } finally {
                    admission.done();
                }
                well = !answer.hasError();
                answer(caller, answer);
            } catch (RuntimeException | java.lang.Error e) {
                log.error("a call of {} failed within the server", ModuleMethods.SERVER.getFullMethodName(), e);
                caller.onError(Status.INTERNAL
                        .withDescription(
                                "the module server failed: " + e.getClass().getSimpleName())
                        .asRuntimeException());
            } finally {
                admission.leave(well);
            }
        }

        @Override
        void dropped() {
            admission.leave(false);
            caller.onError(Status.CANCELLED
                    .withDescription("the caller cancelled before it began")
                    .asRuntimeException());
        }
    }

    private static void answer(ServerCallStreamObserver<ReturnDPandError> caller, ReturnDPandError answer) {
        if (!caller.isCancelled()) {
            caller.onNext(answer);
            caller.onCompleted();
        }
    }

    private static ReturnDPandError failure(String type, String message) {
        return ReturnDPandError.newBuilder()
                .setError(ErrorMessages.message(Errors.of(type, message)))
                .build();
    }

    /** Carries the error where both generations look for it. */
    private static ReturnDPandError seedAnswer() {
        ReturnDPandError answer = failure(
                "InvalidRequestException",
                "the caller is of the SEED generation, whose messages have other numbers: bring it to MAIN");
        Error error = answer.getError();
        return answer.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                SEED_ERROR,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(error.toByteString())
                                        .build())
                        .build())
                .build();
    }
}
