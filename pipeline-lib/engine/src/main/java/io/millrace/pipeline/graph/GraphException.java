package io.millrace.pipeline.graph;

import io.millrace.core.failure.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A document of pipelines, or the settings of a module, that cannot be used: all problems at once, one per line. */
public final class GraphException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final String fileName;
    private final transient List<GraphProblem> problems;

    GraphException(String fileName, List<GraphProblem> problems) {
        super(
                Reason.UNPROCESSABLE,
                problems.stream().map(problem -> problem.text(fileName)).collect(Collectors.joining("\n")));
        this.fileName = fileName;
        this.problems = List.copyOf(problems);
    }

    /** The name of the document. */
    public String fileName() {
        return fileName;
    }

    /** What is wrong, in order of lines. */
    public List<GraphProblem> problems() {
        return problems;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of(
                "problems",
                problems.stream().map(problem -> problem.text(fileName)).toList());
    }
}
