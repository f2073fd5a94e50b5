package io.millrace.mq.command;

import io.millrace.command.ExitCode;
import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.net.HostPort;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The program with all commands. It exits with 0 when all went well, with 1 when something cannot be reached or opened,
 * with 2 when the command line or a file is wrong.
 */
@Command(
        name = "mq-command",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1.0",
        description = "Queues over UDP, workers, sinks and topologies.")
public final class MqCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The program. */
    public static void main(String[] arguments) {
        Lifetime lifetime = new Lifetime(Duration.ofSeconds(15));
        lifetime.followSignals();
        int code = commandLine(lifetime).execute(arguments);
        System.out.flush();
        lifetime.over();
        System.exit(code);
    }

    static CommandLine commandLine(Lifetime lifetime) {
        return new CommandLine(new MqCommand())
                .addSubcommand(new QueueCommand(lifetime))
                .addSubcommand(new WorkerCommand(lifetime))
                .addSubcommand(new SinkCommand(lifetime))
                .addSubcommand(new FeederCommand(lifetime))
                .addSubcommand(new ClientCommand())
                .addSubcommand(new ReceiverCommand(lifetime))
                .addSubcommand(new SpikeCommand(lifetime))
                .addSubcommand(new TopologyCommand())
                .registerConverter(HostPort.class, MqCommand::address)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, command, _) -> ExitCode.of(failure, command.getCommandName(), command.getErr()));
    }

    private static HostPort address(String text) {
        try {
            return HostPort.parse(text);
        } catch (InvalidRequestException e) {
            throw new TypeConversionException(e.reason());
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of mq, worker, sink, feeder, client, metrics-receiver, spike, topology");
    }
}
