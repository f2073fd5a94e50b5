package io.millrace.mq.command;

import io.millrace.mq.topology.Topology;
import io.millrace.mq.topology.TopologyCommands;
import io.millrace.mq.topology.TopologyDrawing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code topology}: checks, draws and prints as commands the graph of a file. */
@Command(
        name = "topology",
        mixinStandardHelpOptions = true,
        description = "Checks a topology file, draws it, or prints it as commands for many processes.")
final class TopologyCommand implements Runnable {

    private static final String SAMPLE = "sample:";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--set",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME=VALUE",
            description = "Value of a variable ${NAME} in the file; those of the environment are there too.")
    private Map<String, String> variables = Map.of();

    /** How to draw. */
    enum Format {
        MERMAID,
        DOT
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do? One of check, draw, commands");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Tells everything that is wrong with a file.")
    int check(@Parameters(paramLabel = "FILE", description = "A topology file, or sample:NAME.") String file) {
        Topology topology = read(file);
        print(file + ": " + topology.nodes().size() + " nodes, "
                + topology.edges().size() + " edges, nothing wrong\n");
        return 0;
    }

    @Command(name = "draw", mixinStandardHelpOptions = true, description = "Prints a picture of the graph.")
    int draw(
            @Parameters(paramLabel = "FILE", description = "A topology file, or sample:NAME.") String file,
            @Option(
                            names = "--format",
                            defaultValue = "mermaid",
                            description = "mermaid or dot. Default: ${DEFAULT-VALUE}.")
                    Format format) {
        Topology topology = read(file);
        print(
                switch (format) {
                    case MERMAID -> TopologyDrawing.mermaid(topology);
                    case DOT -> TopologyDrawing.dot(topology);
                });
        return 0;
    }

    @Command(
            name = "commands",
            mixinStandardHelpOptions = true,
            description = "Prints the commands that run the graph in separate processes, in the order to start them.")
    int commands(
            @Parameters(paramLabel = "FILE", description = "A topology file, or sample:NAME.") String file,
            @Option(
                            names = "--program",
                            defaultValue = "./millrace",
                            description = "What each command begins with. Default: ${DEFAULT-VALUE}.")
                    String program) {
        print(String.join("\n", TopologyCommands.of(read(file), program)) + "\n");
        return 0;
    }

    private Topology read(String file) {
        Map<String, String> values = new HashMap<>(System.getenv());
        values.putAll(variables);
        return file.startsWith(SAMPLE)
                ? Topology.sample(file.substring(SAMPLE.length()), values)
                : Topology.read(Path.of(file), values);
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
