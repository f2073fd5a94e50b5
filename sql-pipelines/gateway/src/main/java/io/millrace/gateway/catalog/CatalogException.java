package io.millrace.gateway.catalog;

import io.millrace.core.failure.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A document of pipelines that cannot be used, with everything that is wrong with it. */
public final class CatalogException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final transient List<CatalogProblem> problems;

    /**
     * @param file name for the messages, empty when the document came from a client
     * @param problems at least one, in document order
     */
    public CatalogException(String file, List<CatalogProblem> problems) {
        super(
                Reason.UNPROCESSABLE,
                problems.stream().map(problem -> problem.text(file)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<CatalogProblem> problems() {
        return problems;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("problems", problems.stream().map(CatalogProblem::details).toList());
    }
}
