package io.millrace.ingest.command;

import io.millrace.command.CommandLog;
import io.millrace.command.ExitCode;
import io.millrace.command.Lifetime;
import io.millrace.command.LogForm;
import io.millrace.command.LogLevel;
import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.IngestSchema;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code listen}: pipelines from sources into sinks, declared in a file. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        description =
                "Runs the pipelines of a file until they have ended or it is told to stop; what has come is stored"
                        + " first. Logs JSON to stderr. Exit code 0: ended or told to stop; 1: a source could not be reached, or"
                        + " something has failed for good; 2: the command line or the file is wrong.")
final class ListenCommand implements Callable<Integer> {

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"--config", "-c"},
            paramLabel = "FILE",
            description = "The YAML file of the pipelines. Required.")
    private @Nullable Path config;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description =
                    "Where rows wait until they are stored. Default: .millrace/NAME beside the file, or in the user's"
                            + " folder of states when that cannot be written.")
    private @Nullable Path state;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Stops after so many seconds; 0 for never. Default: ${DEFAULT-VALUE}.")
    private double duration;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long sinks may store what is left at the end. Default: ${DEFAULT-VALUE}.")
    private long grace;

    @Option(names = "--keep-trying", description = "Waits for a source that cannot be reached at first.")
    private boolean keepTrying;

    @Option(names = "--check", description = "Only says whether the file is right.")
    private boolean check;

    @Option(names = "--schema", description = "Prints the JSON Schema of such files.")
    private boolean schema;

    ListenCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.println(IngestSchema.text());
            out.flush();
            return 0;
        }
        Path file = file();
        try {
            IngestDocument document = ConfigFile.read(file, System.getenv());
            if (check) {
                out.println(file + " is right: " + document.pipelines().size() + " pipelines");
                out.flush();
                return 0;
            }
            return listen(document, file);
        } catch (ListenFailure failure) {
            return fail(failure.code(), String.valueOf(failure.getMessage()));
        } catch (StreamException | IllegalArgumentException failure) {
            return fail(ExitCode.FAILED, String.valueOf(failure.getMessage()));
        }
    }

    private int fail(int code, String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("Error: " + message);
        err.flush();
        return code;
    }

    private Path file() {
        if (config == null) {
            throw new ParameterException(spec.commandLine(), "Missing option '--config' / '-c'.");
        }
        String wrong = Files.isRegularFile(config) ? "" : Files.exists(config) ? "is not a file." : "does not exist.";
        if (!wrong.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for '--config' / '-c': Path '" + config + "' " + wrong);
        }
        return config;
    }

    private int listen(IngestDocument document, Path file) throws InterruptedException {
        Path folder = state == null ? StateFolder.of(file, System.getenv()) : state;
        CommandLog.open(LogLevel.INFO, LogForm.JSON, spec.commandLine().getErr(), null);
        IngestSettings settings = new IngestSettings(
                folder, Duration.ofSeconds(grace), IngestSettings.of(folder).checkpoint());
        new ListenRun(settings, keepTrying, duration).run(document, lifetime, Ticker.SYSTEM);
        return 0;
    }
}
