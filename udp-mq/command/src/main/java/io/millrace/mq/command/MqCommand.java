package io.millrace.mq.command;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.net.HostPort;
import java.io.PrintWriter;
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

    private static final int FAILED = 1;
    private static final int WRONG = 2;

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
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
    }

    private static HostPort address(String text) {
        try {
            return HostPort.parse(text);
        } catch (InvalidRequestException e) {
            throw new TypeConversionException(e.reason());
        }
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        String name = command.getCommandName();
        switch (failure) {
            case InvalidRequestException wrong -> {
                wrong.reason().lines().forEach(line -> err.println(name + ": " + line));
                return WRONG;
            }
            case StreamException stopped -> err.println(name + ": " + stopped.reason());
            default -> {
                err.println(name + ": unexpected " + failure);
                failure.printStackTrace(err);
            }
        }
        err.flush();
        return FAILED;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of mq, worker, sink, feeder, client, metrics-receiver, spike, topology");
    }
}
