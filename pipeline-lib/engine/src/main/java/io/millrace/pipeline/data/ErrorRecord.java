package io.millrace.pipeline.data;

import java.util.List;
import java.util.Map;

/**
 * An error as data. Variables of a process are never in it: the maps that the wire has for them stay empty, but for the
 * versions of libraries when they are asked for.
 *
 * @param id {@code Error-<uuid>}, kept over processes
 * @param type the simple name of the exception, for example {@code TimeoutError} or {@code IllegalStateException}
 * @param message what went wrong
 * @param traceback one line per frame, {@code file:line}, outermost first, and the exception last
 * @param thread the name of the thread
 * @param startContext the name of the thread that had it run, {@code N/A} when there is none
 * @param threadId the number of the thread
 * @param daemon whether it is a daemon thread
 * @param moduleVersions versions of libraries by name; empty unless asked for
 */
public record ErrorRecord(
        String id,
        String type,
        String message,
        List<String> traceback,
        String thread,
        String startContext,
        long threadId,
        boolean daemon,
        Map<String, String> moduleVersions) {
    public ErrorRecord {
        traceback = List.copyOf(traceback);
        moduleVersions = Map.copyOf(moduleVersions);
    }
}
