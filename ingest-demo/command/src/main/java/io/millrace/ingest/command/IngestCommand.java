package io.millrace.ingest.command;

import io.millrace.command.ExitCode;
import io.millrace.command.Lifetime;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program with both commands. It exits with 0 when all went well, which includes that it was told to stop, with 1
 * when something cannot be reached or opened or has failed, with 2 when the command line or a file is wrong.
 */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1.0",
        description = "Market data: an exchange to test against, and pipelines from feeds into stores.")
public final class IngestCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The program. */
    public static void main(String[] arguments) throws InterruptedException {
        Lifetime lifetime = new Lifetime(Duration.ofSeconds(30));
        lifetime.followSignals();
        int code = commandLine(lifetime).execute(arguments);
        System.out.flush();
        System.err.flush();
        if (lifetime.stopped(Duration.ZERO)) {
            // a JVM that a signal ends would exit with 130 or 143, whatever the program has to say
            Runtime.getRuntime().halt(code);
        }
        lifetime.over();
        System.exit(code);
    }

    static CommandLine commandLine(Lifetime lifetime) {
        return new CommandLine(new IngestCommand())
                .addSubcommand(new ExchangeCommand(lifetime))
                .addSubcommand(new ListenCommand(lifetime))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(IngestCommand::refuse)
                .setExecutionExceptionHandler(
                        (failure, command, _) -> ExitCode.of(failure, command.getCommandName(), command.getErr()));
    }

    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandName();
        err.println("Usage: " + name + " [OPTIONS]");
        err.println("Try '" + name + " --help' for help.");
        err.println();
        err.println("Error: " + wrong.getMessage());
        err.flush();
        return ExitCode.WRONG;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? One of exchange, listen");
    }
}
