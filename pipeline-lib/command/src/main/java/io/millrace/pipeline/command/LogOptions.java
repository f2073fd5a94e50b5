package io.millrace.pipeline.command;

import java.io.PrintWriter;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** How much is logged to standard error. */
final class LogOptions {

    @Option(
            names = "--log-level",
            defaultValue = "warn",
            paramLabel = "LEVEL",
            description = "debug, info, warn or error. Default: ${DEFAULT-VALUE}.")
    private LogLevel level = LogLevel.WARN;

    /** The levels. */
    enum LogLevel {
        DEBUG(Level.DEBUG),
        INFO(Level.INFO),
        WARN(Level.WARN),
        ERROR(Level.ERROR);

        private final Level level;

        LogLevel(Level level) {
            this.level = level;
        }
    }

    /** Opens the log. */
    void open(PrintWriter err) {
        CommandLog.open(level.level, err);
    }
}
