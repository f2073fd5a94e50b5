package io.millrace.mq.command;

import io.millrace.command.CommandLog;
import io.millrace.command.LogForm;
import io.millrace.command.LogLevel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Option;

/** The flags of the reference that say what is logged. */
final class LogOptions {

    @Option(names = "--console-log", description = "Log to the console.")
    private boolean console;

    @Option(names = "--file-log", description = "Log to a file in the folder 'logs'.")
    private boolean file;

    @Option(
            names = "--log-level",
            defaultValue = "info",
            paramLabel = "LEVEL",
            description = "debug, info, warn or error. Default: ${DEFAULT-VALUE}.")
    private LogLevel level = LogLevel.INFO;

    /**
     * Opens the log.
     *
     * @param name what the file's name begins with, for example {@code MQ.127.0.0.1-10000}
     */
    void open(String name, PrintWriter err) {
        Path path = file ? Path.of("logs", name + "." + UUID.randomUUID() + ".log") : null;
        CommandLog.open(level, LogForm.TIME, console ? err : null, path);
    }
}
