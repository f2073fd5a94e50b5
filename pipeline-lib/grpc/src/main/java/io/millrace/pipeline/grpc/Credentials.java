package io.millrace.pipeline.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
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
                    certificates(tls.certificate().orElseThrow()).toFile(),
                    key(tls.key().orElseThrow()).toFile());
            if (tls.trusted().isPresent()) {
                builder.trustManager(certificates(tls.trusted().get()).toFile())
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
                        certificates(tls.certificate().get()).toFile(),
                        key(tls.key().orElseThrow()).toFile());
            }
            if (tls.trusted().isPresent()) {
                builder.trustManager(certificates(tls.trusted().get()).toFile());
            }
        } catch (IOException e) {
            throw new FatalException("cannot read a certificate or key: " + e.getMessage(), e);
        }
        return builder.build();
    }

    private static Path certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(readable(file))) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new FatalException("no certificate in " + file + ": must be PEM");
            }
        } catch (CertificateException e) {
            throw new FatalException("no certificate in " + file + ": must be PEM", e);
        }
        return file;
    }

    private static Path key(Path file) throws IOException {
        if (!Files.readString(readable(file), StandardCharsets.ISO_8859_1).contains("-----BEGIN PRIVATE KEY-----")) {
            throw new FatalException("no key in " + file + ": must be PEM, PKCS 8, not encrypted");
        }
        return file;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new FatalException("cannot read " + file + ": no such file, or not allowed");
        }
        return file;
    }
}
