package io.millrace.service.problem;

import jakarta.ws.rs.core.Response;

/** Problem documents as responses, for the statuses that no failure of the core stands for. */
public final class Problems {

    private Problems() {}

    /** The response whose body is the problem. */
    public static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.toJson())
                .build();
    }
}
