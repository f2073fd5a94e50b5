package io.millrace.pipeline.command;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** How much is logged to standard error. */
final class LogOptions {

    /** One line each, in UTC or what the process is set to: {@code 2026-11-21 12:00:00.123 WARNING text}. */
    private static final String LINE = "%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n";

    @Option(
            names = "--log-level",
            defaultValue = "warn",
            paramLabel = "LEVEL",
            description = "debug, info, warn or error. Default: ${DEFAULT-VALUE}.")
    private LogLevel level = LogLevel.WARN;

    /** The levels. */
    enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private Level of() {
        return switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    /** Before the first line is logged. */
    static void prepare() {
        System.setProperty("java.util.logging.SimpleFormatter.format", LINE);
    }

    /** Opens the log. */
    void open() {
        Logger root = Logger.getLogger("");
        Level wanted = of();
        root.setLevel(wanted);
        for (var handler : root.getHandlers()) {
            handler.setLevel(wanted);
        }
    }
}
