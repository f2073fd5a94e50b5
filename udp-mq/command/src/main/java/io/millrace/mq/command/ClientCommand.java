package io.millrace.mq.command;

import io.millrace.core.net.HostPort;
import io.millrace.mq.client.PlainClient;
import io.millrace.mq.client.PlainClientSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code client}: sends one command to a queue and prints what comes back. */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description = "Sends one command to a queue, for example: client 127.0.0.1:10000 PUT:ping")
final class ClientCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "The queue.")
    private HostPort address = new HostPort("127.0.0.1", 10_000);

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "WORD",
            description = "The command; words are joined by one space.")
    private List<String> words = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "How long to wait for the reply. Default: ${DEFAULT-VALUE}.")
    private double timeout;

    @Override
    public Integer call() throws Exception {
        String command = String.join(" ", words);
        PrintWriter out = spec.commandLine().getOut();
        Duration wait = Duration.ofMillis(Math.max(1, (long) (timeout * 1000)));
        // one attempt: a command that is sent again could be carried out twice
        try (PlainClient client = PlainClient.open(address, new PlainClientSettings(wait, 1))) {
            out.println("Data sent: '" + command + "'");
            out.flush();
            out.println("Data received: '" + client.request(command) + "'");
        }
        out.println("Socket closed.");
        out.flush();
        return 0;
    }
}
