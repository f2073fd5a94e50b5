package io.millrace.pipeline.command;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.pipeline.grpc.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of TLS: of the server itself, and towards the registry. */
final class TlsOptions {

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Certificate chain (PEM) of this server; turns TLS on, with --tls-key.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS 8).")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--tls-clients",
            paramLabel = "FILE",
            description = "Certificates (PEM) that sign those of pipelines, which then must show one (mutual TLS).")
    private Optional<Path> clients = Optional.empty();

    @Option(
            names = "--registry-tls",
            paramLabel = "FILE",
            description = "Certificates (PEM) that sign the registry's; turns TLS towards the registry on. The"
                    + " server's own certificate is shown there when it has one.")
    private Optional<Path> registry = Optional.empty();

    /**
     * What the server shows; empty: plaintext.
     *
     * @throws InvalidRequestException when only a part of it is given
     */
    Optional<TlsSettings> server() {
        if (certificate.isEmpty() && key.isEmpty() && clients.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new InvalidRequestException(Reason.MALFORMED, "TLS needs both --tls-certificate and --tls-key");
        }
        return Optional.of(new TlsSettings(certificate, key, clients));
    }

    /** What the registry is held to; empty: plaintext. */
    Optional<TlsSettings> registry() {
        return registry.map(trusted -> new TlsSettings(certificate, key, Optional.of(trusted)));
    }
}
