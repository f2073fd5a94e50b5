package io.millrace.ingest.app;

import io.millrace.service.problem.Problem;
import io.millrace.service.problem.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A change of a document that has become another: 412, as RFC 9110 says for If-Match. */
@Provider
public final class VersionMismatchMapper implements ExceptionMapper<VersionMismatchException> {

    @Override
    public Response toResponse(VersionMismatchException failure) {
        return Problems.response(Problem.of("version-mismatch", "Precondition failed", 412, failure.reason()));
    }
}
