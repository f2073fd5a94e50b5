package io.millrace.vehicles.command;

import io.millrace.command.ExitCode;
import io.millrace.command.Lifetime;
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
                .setExecutionExceptionHandler(
                        (failure, command, _) -> ExitCode.of(failure, command.getCommandName(), command.getErr()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? One of fleet, play");
    }
}
