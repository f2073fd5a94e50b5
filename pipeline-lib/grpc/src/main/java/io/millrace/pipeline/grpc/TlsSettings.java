package io.millrace.pipeline.grpc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Encryption of one end. Files are PEM.
 *
 * @param certificate this end's certificate chain; a server must have one, a client only when the server asks for it
 * @param key the certificate's private key, PKCS 8, not encrypted
 * @param trusted the certificates that the other end's must come from; empty means the JDK's for a client, and at a
 *     server that callers need none. With it a server refuses callers without a certificate: mutual TLS
 */
public record TlsSettings(Optional<Path> certificate, Optional<Path> key, Optional<Path> trusted) {
    public TlsSettings {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("certificate and key belong together, was certificate "
                    + shown(certificate) + " and key " + shown(key));
        }
    }

    private static String shown(Optional<Path> file) {
        return file.map(Path::toString).orElse("none");
    }
}
