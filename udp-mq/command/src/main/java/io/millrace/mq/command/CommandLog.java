package io.millrace.mq.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Where the log of a command goes: nowhere, to the console, to a file, or both, in lines of the reference's form
 * {@code 2016-03-17 06:11:08.309974 message}, in UTC.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class CommandLog {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile CommandLog current = new CommandLog(Level.ERROR, List.of());

    private final Level level;
    private final List<PrintWriter> outputs;

    private CommandLog(Level level, List<PrintWriter> outputs) {
        this.level = level;
        this.outputs = List.copyOf(outputs);
    }

    /**
     * Says where the log goes from now on.
     *
     * @param console null for no log on the console
     * @param file null for no log in a file; its folder is made when it is missing
     * @throws FatalException when the file cannot be written
     */
    static void open(Level level, @Nullable PrintWriter console, @Nullable Path file) {
        List<PrintWriter> outputs = new ArrayList<>();
        if (console != null) {
            outputs.add(console);
        }
        if (file != null) {
            try {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                outputs.add(new PrintWriter(Files.newBufferedWriter(file, UTF_8), true));
            } catch (IOException e) {
                throw new FatalException("cannot write the log " + file + ": " + e.getMessage(), e);
            }
        }
        current = new CommandLog(level, outputs);
    }

    static boolean enabled(Level level) {
        CommandLog log = current;
        return !log.outputs.isEmpty() && level.toInt() >= log.level.toInt();
    }

    static void write(String message, @Nullable Throwable cause) {
        String line = TIME.format(Ticker.SYSTEM.now()) + " " + message + (cause == null ? "" : "\n" + stack(cause));
        for (PrintWriter output : current.outputs) {
            output.println(line);
            output.flush();
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
