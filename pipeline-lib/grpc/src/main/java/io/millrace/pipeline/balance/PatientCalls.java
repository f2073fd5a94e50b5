package io.millrace.pipeline.balance;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;

/** Lets calls wait for a server, but not for ever, and says of a lost call whether it may have run. */
final class PatientCalls implements ClientInterceptor {

    private final String servers;
    private final Duration patience;

    PatientCalls(String servers, Duration patience) {
        this.servers = servers;
        this.patience = patience;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        SentTracer sent = new SentTracer();
        CallOptions traced = options.withStreamTracerFactory(sent);
        return new PatientCall<>(
                next.newCall(method, patience.isPositive() ? traced.withWaitForReady() : traced),
                sent,
                servers,
                patience);
    }
}
