package io.millrace.pipeline.command;

import io.millrace.command.CommandLog;
import io.millrace.command.LogForm;
import io.millrace.command.LogLevel;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How much is logged to standard error. */
final class LogOptions {

    @Option(
            names = "--log-level",
            defaultValue = "warn",
            paramLabel = "LEVEL",
            description = "debug, info, warn or error. Default: ${DEFAULT-VALUE}.")
    private LogLevel level = LogLevel.WARN;

    /** Opens the log. */
    void open(PrintWriter err) {
        CommandLog.open(level, LogForm.LEVEL, err, null);
    }
}
