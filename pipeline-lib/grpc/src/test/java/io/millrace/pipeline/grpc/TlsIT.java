package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.ExecutionModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {

    private static final ExecutionModule<Object> SHOUT = context -> context.setData(context.data() + "!");

    @TempDir
    static Path folder;

    private static TlsSettings server;
    private static TlsSettings client;
    private static TlsSettings stranger;

    @BeforeAll
    static void make() throws Exception {
        server = Certificates.make(folder, "server");
        client = Certificates.make(folder, "client");
        stranger = Certificates.make(folder, "stranger");
    }

    @Test
    void aCallerThatTrustsTheServerIsServedOverCallsAndStreams() throws Exception {
        try (ModuleServer served = Rig.serve(ModuleServerSettings.DEFAULT.withTls(server), SHOUT);
                GrpcCall<Object> unary = call(served, Certificates.trusting(server), Rig.unary());
                GrpcCall<Object> streamed = call(served, Certificates.trusting(server), Rig.streaming())) {
            assertThat(unary.call(Rig.request("hello")).data()).isEqualTo("hello!");
            assertThat(streamed.call(Rig.request("hello")).data()).isEqualTo("hello!");
        }
    }

    @Test
    void aCallerRefusesAServerThatItDoesNotTrust() {
        try (ModuleServer served = Rig.serve(ModuleServerSettings.DEFAULT.withTls(server), SHOUT);
                GrpcCall<Object> call = call(served, Certificates.trusting(stranger), Rig.unary())) {
            assertThatThrownBy(() -> call.call(Rig.request("hello")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("module server test is not available");
            assertThat(served.load().finished()).isZero();
        }
    }

    @Test
    void plaintextIsNotServed() {
        try (ModuleServer served = Rig.serve(ModuleServerSettings.DEFAULT.withTls(server), SHOUT);
                GrpcCall<Object> call = Rig.call(Rig.target(served), Rig.unary())) {
            assertThatThrownBy(() -> call.call(Rig.request("hello"))).isInstanceOf(TransientException.class);
        }
    }

    @Test
    void underMutualTlsOnlyKnownCallersAreServed() throws Exception {
        ModuleServerSettings mutual = ModuleServerSettings.DEFAULT.withTls(Certificates.trusting(server, client));
        try (ModuleServer served = Rig.serve(mutual, SHOUT);
                GrpcCall<Object> known = call(served, Certificates.trusting(client, server), Rig.unary());
                GrpcCall<Object> nameless = call(served, Certificates.trusting(server), Rig.unary());
                GrpcCall<Object> other = call(served, Certificates.trusting(stranger, server), Rig.unary())) {
            assertThat(known.call(Rig.request("hello")).data()).isEqualTo("hello!");
            assertThatThrownBy(() -> nameless.call(Rig.request("hello"))).isInstanceOf(TransientException.class);
            assertThatThrownBy(() -> other.call(Rig.request("hello"))).isInstanceOf(TransientException.class);
            assertThat(served.load().finished()).isEqualTo(1);
        }
    }

    @Test
    void filesThatAreMissingOrNotCertificatesAreNamed() throws Exception {
        Path missing = folder.resolve("missing.pem");
        TlsSettings none = new TlsSettings(Optional.of(missing), server.key(), Optional.empty());
        assertThatThrownBy(() -> Rig.serve(ModuleServerSettings.DEFAULT.withTls(none), SHOUT))
                .isInstanceOf(FatalException.class)
                .hasMessage("cannot read " + missing + ": no such file, or not allowed");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "not a certificate\n");
        TlsSettings bad = new TlsSettings(Optional.of(garbage), server.key(), Optional.empty());
        assertThatThrownBy(() -> Rig.serve(ModuleServerSettings.DEFAULT.withTls(bad), SHOUT))
                .isInstanceOf(FatalException.class)
                .hasMessage("no certificate in " + garbage + ": must be PEM");
        TlsSettings swapped = new TlsSettings(server.certificate(), server.certificate(), Optional.empty());
        assertThatThrownBy(() -> Rig.serve(ModuleServerSettings.DEFAULT.withTls(swapped), SHOUT))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("must be PEM, PKCS 8, not encrypted");
    }

    private static GrpcCall<Object> call(ModuleServer served, TlsSettings tls, CallSettings settings) {
        return Rig.call(() -> ModuleChannels.open(Rig.target(served), ChannelSettings.DEFAULT.withTls(tls)), settings);
    }
}
