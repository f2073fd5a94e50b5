package io.millrace.service.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.millrace.core.failure.StreamException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers whatever a JAX-RS resource throws, or the framework before it, with a problem document. */
public class ProblemMappers {

    /** One of the four failures. */
    @ServerExceptionMapper
    public Response failure(StreamException failure, UriInfo uri) {
        return answer(FailureMapper.problem(failure), uri);
    }

    /** What the framework refuses: unknown path, method, media type, a body that is no JSON. */
    @ServerExceptionMapper
    public Response refusal(WebApplicationException refusal, UriInfo uri) {
        if (refusal.getCause() instanceof JsonProcessingException json) {
            return answer(problem(json), uri);
        }
        Response response = refusal.getResponse();
        if (response.getStatus() < 400 || response.hasEntity()) {
            return response;
        }
        Problem problem = StatusProblem.of(response.getStatus(), detail(refusal, uri));
        Response.ResponseBuilder answer = Response.fromResponse(answer(problem, uri));
        List<String> allowed = response.getStringHeaders().get(HttpHeaders.ALLOW);
        if (allowed != null) {
            answer.header(HttpHeaders.ALLOW, String.join(", ", allowed));
        }
        return answer.build();
    }

    private static String detail(WebApplicationException refusal, UriInfo uri) {
        String path = uri.getRequestUri().getPath();
        return switch (refusal.getResponse().getStatus()) {
            case 404 -> "nothing is at " + path;
            case 405 -> "the method is not one of " + path;
            case 406 -> path + " has none of the accepted media types";
            case 415 -> path + " does not take this media type";
            default -> String.valueOf(refusal.getMessage());
        };
    }

    /** A body that is no JSON. */
    @ServerExceptionMapper
    public Response json(JsonProcessingException failure, UriInfo uri) {
        return answer(problem(failure), uri);
    }

    /** A body whose JSON has another shape. */
    @ServerExceptionMapper
    public Response shape(MismatchedInputException failure, UriInfo uri) {
        return answer(problem(failure), uri);
    }

    private static Problem problem(JsonProcessingException failure) {
        Problem problem = failure instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? StatusProblem.of(422, failure.getOriginalMessage()).with("path", path(mapping))
                : StatusProblem.of(400, "the body is no valid JSON: " + failure.getOriginalMessage());
        return failure.getLocation() == null
                ? problem
                : problem.with("line", failure.getLocation().getLineNr())
                        .with("column", failure.getLocation().getColumnNr());
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** A bug. */
    @ServerExceptionMapper
    public Response bug(Throwable failure, UriInfo uri) {
        return answer(FailureMapper.problem(failure), uri);
    }

    private static Response answer(Problem problem, UriInfo uri) {
        Response.ResponseBuilder answer = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.at(uri.getRequestUri().getPath()).toJson());
        if (FailureMapper.retryable(problem.status())) {
            answer.header(HttpHeaders.RETRY_AFTER, FailureMapper.RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }
}
