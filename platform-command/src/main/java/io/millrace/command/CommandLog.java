package io.millrace.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Where the log of a program goes: nowhere, which is so until it is opened, to the console, to a file, or both.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class CommandLog {

    private static volatile CommandLog current = new CommandLog(Level.ERROR, LogForm.LEVEL, List.of());

    private final Level level;
    private final LogForm form;
    private final List<PrintWriter> outputs;

    private CommandLog(Level level, LogForm form, List<PrintWriter> outputs) {
        this.level = level;
        this.form = form;
        this.outputs = List.copyOf(outputs);
    }

    /**
     * Says where the log goes from now on.
     *
     * @param console null for no log on the console
     * @param file null for no log in a file; its folder is made when it is missing
     * @throws FatalException when the file cannot be written
     */
    public static void open(LogLevel level, LogForm form, @Nullable PrintWriter console, @Nullable Path file) {
        List<PrintWriter> outputs = new ArrayList<>();
        if (console != null) {
            outputs.add(console);
        }
        if (file != null) {
            outputs.add(writer(file));
        }
        current = new CommandLog(level.level(), form, outputs);
    }

    private static PrintWriter writer(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return new PrintWriter(Files.newBufferedWriter(file, UTF_8), true);
        } catch (IOException e) {
            throw new FatalException("cannot write the log " + file + ": " + e.getMessage(), e);
        }
    }

    static boolean enabled(Level level) {
        CommandLog log = current;
        return !log.outputs.isEmpty() && level.toInt() >= log.level.toInt();
    }

    static void write(Level level, String logger, String message, @Nullable Throwable cause) {
        CommandLog log = current;
        String line = log.form.line(Ticker.SYSTEM.now(), level, logger, message, cause);
        for (PrintWriter output : log.outputs) {
            output.println(line);
            output.flush();
        }
    }
}
