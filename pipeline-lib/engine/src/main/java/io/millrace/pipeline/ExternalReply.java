package io.millrace.pipeline;

import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import java.util.List;
import java.util.Optional;

/**
 * What came back from a module elsewhere.
 *
 * @param data the data as that module left it
 * @param module its record, which becomes a sub-module of the calling record; its status decides the caller's. Empty
 *     when the other side failed before it had one
 * @param errors the errors that the package gained there
 * @param failure what went wrong around the module, for example a record that was not found or a codec that failed; the
 *     caller fails with it
 */
public record ExternalReply<T>(
        T data, Optional<ModuleRecord> module, List<ErrorRecord> errors, Optional<ErrorRecord> failure) {
    public ExternalReply {
        errors = List.copyOf(errors);
    }
}
