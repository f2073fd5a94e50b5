package io.millrace.mq.topology;

import io.millrace.core.failure.InvalidRequestException;
import java.util.List;
import java.util.stream.Collectors;

/** A topology file with everything that is wrong with it. */
public final class TopologyException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<TopologyProblem> problems;

    /**
     * The refusal of a file.
     *
     * @param file its name, for the message
     * @param problems at least one, in the order of the file
     */
    public TopologyException(String file, List<TopologyProblem> problems) {
        super(
                Reason.UNPROCESSABLE,
                problems.stream().map(problem -> problem.text(file)).collect(Collectors.joining("\n")));
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    /** Name of the file. */
    public String file() {
        return file;
    }

    /** At least one, in the order of the file. */
    public List<TopologyProblem> problems() {
        return problems;
    }
}
