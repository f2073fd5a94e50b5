package io.millrace.pipeline.live;

import io.millrace.core.failure.InvalidRequestException;

/** A change of a pipeline that has become another since its author last saw it. */
public final class VersionMismatchException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    VersionMismatchException(String name, String version) {
        super(
                Reason.CONFLICT,
                "pipeline '%s' has changed meanwhile, its version is now \"%s\"".formatted(name, version));
    }
}
