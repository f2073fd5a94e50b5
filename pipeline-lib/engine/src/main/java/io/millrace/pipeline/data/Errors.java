package io.millrace.pipeline.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes error records. */
public final class Errors {

    /** The start context of what no other thread had started. */
    public static final String NO_CONTEXT = "N/A";

    private static final String HEADER = "Traceback (most recent call last):";
    private static final int MAX_FRAMES = 64;
    private static final int MAX_CAUSES = 8;

    private Errors() {}

    /** An exception as caught on the calling thread, which no other thread had started. */
    public static ErrorRecord of(Throwable failure) {
        return of(failure, NO_CONTEXT);
    }

    /**
     * An exception as caught on the calling thread. Its causes come before it in the traceback.
     *
     * @param startContext the name of the thread that had started this one
     */
    public static ErrorRecord of(Throwable failure, String startContext) {
        String message = failure.getMessage();
        return record(
                failure.getClass(),
                message == null ? "" : message,
                traceback(failure),
                Thread.currentThread(),
                startContext);
    }

    /** An error that no exception stands for, of a type of that name, found on the calling thread. */
    public static ErrorRecord of(String type, String message) {
        return make(type, message, List.of(HEADER, last(type, message)), Thread.currentThread(), NO_CONTEXT);
    }

    /**
     * An error of a thread that does not return.
     *
     * @param thread where it hangs is the traceback
     * @param startContext the name of the thread that had started it
     */
    public static ErrorRecord of(String type, String message, Thread thread, String startContext) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        frames(thread.getStackTrace(), lines);
        lines.add(last(type, message));
        return make(type, message, lines, thread, startContext);
    }

    private static ErrorRecord record(
            Class<?> type, String message, List<String> traceback, Thread thread, String startContext) {
        return make(name(type), message, traceback, thread, startContext);
    }

    private static ErrorRecord make(
            String type, String message, List<String> traceback, Thread thread, String startContext) {
        return new ErrorRecord(
                Identifiers.next("Error-"),
                type,
                message,
                traceback,
                name(thread),
                startContext,
                thread.threadId(),
                thread.isDaemon(),
                Map.of());
    }

    /** A thread's name; virtual threads that have none are numbered. */
    public static String name(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? "VirtualThread-" + thread.threadId() : name;
    }

    private static String name(Class<?> type) {
        String simple = type.getSimpleName();
        return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
    }

    private static List<String> traceback(Throwable failure) {
        Deque<Throwable> chain = new ArrayDeque<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (@Nullable Throwable next = failure;
                next != null && chain.size() < MAX_CAUSES && seen.add(next);
                next = next.getCause()) {
            chain.push(next);
        }
        List<String> lines = new ArrayList<>();
        for (Throwable each : chain) {
            lines.add(HEADER);
            frames(each.getStackTrace(), lines);
            String message = each.getMessage();
            lines.add(last(name(each.getClass()), message == null ? "" : message));
        }
        return lines;
    }

    private static String last(String type, String message) {
        return message.isEmpty() ? type : type + ": " + message;
    }

    /** Outermost first, without the frames of the threads and of this library around the module. */
    private static void frames(StackTraceElement[] innermostFirst, List<String> lines) {
        int end = innermostFirst.length;
        while (end > 0 && isOurs(innermostFirst[end - 1].getClassName())) {
            end--;
        }
        List<String> frames = Arrays.stream(innermostFirst, 0, Math.min(end, MAX_FRAMES))
                .map(Errors::place)
                .toList();
        lines.addAll(frames.reversed());
    }

    private static boolean isOurs(String type) {
        return type.startsWith("java.lang.")
                || type.startsWith("java.util.concurrent.")
                || type.startsWith("jdk.internal.")
                || type.startsWith("io.millrace.pipeline.run.")
                || type.startsWith("io.millrace.pipeline.flow.");
    }

    private static String place(StackTraceElement frame) {
        String type = frame.getClassName();
        int dot = type.lastIndexOf('.');
        String folder = dot < 0 ? "" : type.substring(0, dot + 1).replace('.', '/');
        String file = frame.getFileName();
        return folder + (file == null ? type.substring(dot + 1) : file) + ":" + frame.getLineNumber();
    }
}
