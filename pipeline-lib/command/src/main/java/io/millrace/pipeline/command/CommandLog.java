package io.millrace.pipeline.command;

import io.millrace.core.time.Ticker;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The log of a command on standard error, in UTC: {@code 2026-11-21 12:00:00.123 WARN text}. Nothing is logged before
 * it is opened.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class CommandLog {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static volatile @Nullable CommandLog current;

    private final Level level;
    private final PrintWriter output;

    private CommandLog(Level level, PrintWriter output) {
        this.level = level;
        this.output = output;
    }

    /** Says from which level on, and where to, is logged from now on. */
    static void open(Level level, PrintWriter output) {
        current = new CommandLog(level, output);
    }

    static boolean enabled(Level level) {
        CommandLog log = current;
        return log != null && level.toInt() >= log.level.toInt();
    }

    static void write(Level level, String message, @Nullable Throwable cause) {
        CommandLog log = current;
        if (log == null) {
            return;
        }
        synchronized (log) {
            log.output.println(TIME.format(Ticker.SYSTEM.now()) + " " + level + " " + message);
            if (cause != null) {
                log.output.println(stack(cause));
            }
            log.output.flush();
        }
    }

    private static String stack(Throwable cause) {
        StringBuilder text = new StringBuilder(cause.toString());
        for (StackTraceElement element : cause.getStackTrace()) {
            text.append("\n\tat ").append(element);
        }
        Throwable deeper = cause.getCause();
        return deeper == null ? text.toString() : text + "\nCaused by: " + stack(deeper);
    }
}
