package io.millrace.mq.log;

import io.millrace.core.failure.TransientException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A process that tests end by force: appends numbered entries, releases those that are more than 100 back, and prints a
 * line when a call has returned, {@code + id text} or {@code - id}. It stops with {@code ! reason} when the disk is
 * full.
 */
final class AppendProgram {

    private AppendProgram() {}

    public static void main(String[] args) {
        LogSettings settings = new LogSettings(64 << 10, 2 << 20, false);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Deque<Long> live = new ArrayDeque<>();
        boolean releasing = args.length < 2;
        try (MappedMessageLog log = MappedMessageLog.open(Path.of(args[0]), settings, (id, entry) -> live.add(id))) {
            out.println("ready");
            for (long n = 0; ; n++) {
                String text = "entry-" + n + "x".repeat((int) (n % 50));
                long id = LogContents.append(log, text);
                out.println("+ " + id + " " + text);
                live.add(id);
                if (releasing && live.size() > 100) {
                    long oldest = live.remove();
                    log.release(oldest);
                    out.println("- " + oldest);
                }
                if (n % 10 == 0) {
                    log.force();
                }
            }
        } catch (TransientException e) {
            out.println("! " + e.getMessage());
        }
    }
}
