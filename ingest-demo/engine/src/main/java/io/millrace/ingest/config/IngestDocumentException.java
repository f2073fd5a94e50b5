package io.millrace.ingest.config;

import io.millrace.core.failure.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A document cannot be used; says everything that is wrong with it, one line per problem. */
public final class IngestDocumentException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<IngestProblem> problems;

    public IngestDocumentException(String file, List<IngestProblem> problems) {
        super(Reason.UNPROCESSABLE, message(file, problems));
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    private static String message(String file, List<IngestProblem> problems) {
        return problems.stream()
                .map(problem -> file + (problem.line() == 0 ? ": " : ":") + problem.text())
                .collect(Collectors.joining("\n"));
    }

    /** The document's file, or the name that was given for it. */
    public String file() {
        return file;
    }

    /** In the order of lines; at least one. */
    public List<IngestProblem> problems() {
        return problems;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of(
                "file",
                file,
                "problems",
                problems.stream()
                        .map(problem -> Map.<String, Object>of(
                                "line", problem.line(),
                                "column", problem.column(),
                                "path", problem.path(),
                                "message", problem.message()))
                        .toList());
    }
}
