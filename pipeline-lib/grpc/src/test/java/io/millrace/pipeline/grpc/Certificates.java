package io.millrace.pipeline.grpc;

import io.millrace.core.testkit.Certificate;
import java.nio.file.Path;
import java.util.Optional;

/** Certificates as settings. */
final class Certificates {

    private Certificates() {}

    /** A key and its certificate, in files in that folder. */
    static TlsSettings make(Path folder, String name) throws Exception {
        Certificate made = Certificate.make(folder, name);
        return new TlsSettings(Optional.of(made.chain()), Optional.of(made.key()), Optional.empty());
    }

    /** The same with what the other end's certificate must come from. */
    static TlsSettings trusting(TlsSettings own, TlsSettings other) {
        return new TlsSettings(own.certificate(), own.key(), other.certificate());
    }

    /** One that has no certificate. */
    static TlsSettings trusting(TlsSettings other) {
        return new TlsSettings(Optional.empty(), Optional.empty(), other.certificate());
    }
}
