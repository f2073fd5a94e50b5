package io.millrace.pipeline.command;

import io.millrace.command.ExitCode;
import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.net.HostPort;
import java.time.Duration;
import java.util.Locale;
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
        name = "pipeline-command",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1.0",
        description = "Modules of pipelines in processes of their own.")
public final class ModulesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The program. */
    public static void main(String[] arguments) {
        Lifetime lifetime = new Lifetime(Duration.ofMinutes(1));
        lifetime.followSignals();
        int code = commandLine(lifetime).execute(arguments);
        System.out.flush();
        lifetime.over();
        System.exit(code);
    }

    static CommandLine commandLine(Lifetime lifetime) {
        return new CommandLine(new ModulesCommand())
                .addSubcommand(new ServerCommand(lifetime))
                .addSubcommand(new DemoCommand(lifetime))
                .registerConverter(HostPort.class, ModulesCommand::address)
                .registerConverter(Duration.class, ModulesCommand::duration)
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

    /** {@code 250ms}, {@code 10s}, {@code 1m}. */
    private static Duration duration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.matches("\\d{1,9}ms")) {
            return Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)));
        }
        if (lower.matches("\\d{1,9}[smh]")) {
            return Duration.parse("PT" + lower.toUpperCase(Locale.ROOT));
        }
        throw new TypeConversionException("a duration is such as 250ms, 10s or 1m, not '" + text + "'");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? One of module-server, module-demo");
    }
}
