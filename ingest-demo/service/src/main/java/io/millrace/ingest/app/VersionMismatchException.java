package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;

/** The document is another than the one that the caller has seen. */
final class VersionMismatchException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    VersionMismatchException(String message) {
        super(Reason.CONFLICT, message);
    }
}
