package io.millrace.pipeline.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the files of {@link TlsSettings}. */
final class Credentials {

    private Credentials() {}

    static ServerCredentials server(Optional<TlsSettings> settings) {
        if (settings.isEmpty()) {
            return InsecureServerCredentials.create();
        }
        TlsSettings tls = settings.get();
        TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder();
        try {
            builder.keyManager(
                    readable(tls.certificate().orElseThrow()).toFile(),
                    readable(tls.key().orElseThrow()).toFile());
            if (tls.trusted().isPresent()) {
                builder.trustManager(readable(tls.trusted().get()).toFile())
                        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
            }
        } catch (IOException e) {
            throw new FatalException("cannot read a certificate or key: " + e.getMessage(), e);
        }
        return builder.build();
    }

    static ChannelCredentials channel(Optional<TlsSettings> settings) {
        if (settings.isEmpty()) {
            return InsecureChannelCredentials.create();
        }
        TlsSettings tls = settings.get();
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        try {
            if (tls.certificate().isPresent()) {
                builder.keyManager(
                        readable(tls.certificate().get()).toFile(),
                        readable(tls.key().orElseThrow()).toFile());
            }
            if (tls.trusted().isPresent()) {
                builder.trustManager(readable(tls.trusted().get()).toFile());
            }
        } catch (IOException e) {
            throw new FatalException("cannot read a certificate or key: " + e.getMessage(), e);
        }
        return builder.build();
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new FatalException("cannot read " + file + ": no such file, or not allowed");
        }
        return file;
    }
}
