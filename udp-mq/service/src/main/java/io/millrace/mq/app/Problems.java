package io.millrace.mq.app;

import io.millrace.service.problem.Problem;
import jakarta.ws.rs.core.Response;

/** Problem documents as responses, for the statuses that no failure of the core stands for. */
final class Problems {

    private Problems() {}

    static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.toJson())
                .build();
    }
}
