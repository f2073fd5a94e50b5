package io.millrace.vehicles.command;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.StreamException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program with both commands. It exits with 0 when all went well, with 1 when something cannot be reached or
 * opened, with 2 when the command line or a file is wrong.
 */
@Command(
        name = "vehicles-feed",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1.0",
        description = "Vehicle positions in HFP v2 over MQTT.")
public final class VehiclesCommand implements Runnable {

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
        return new CommandLine(new VehiclesCommand())
                .addSubcommand(new FleetCommand(lifetime))
                .addSubcommand(new PlayCommand(lifetime))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        String name = command.getCommandName();
        int code = FAILED;
        switch (failure) {
            case InvalidRequestException wrong -> {
                wrong.reason().lines().forEach(line -> err.println(name + ": " + line));
                code = WRONG;
            }
            case StreamException stopped -> err.println(name + ": " + stopped.reason());
            case IllegalArgumentException wrong -> {
                err.println(name + ": " + wrong.getMessage());
                code = WRONG;
            }
            default -> {
                err.println(name + ": unexpected " + failure);
                failure.printStackTrace(err);
            }
        }
        err.flush();
        return code;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? One of fleet, play");
    }
}
