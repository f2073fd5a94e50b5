package io.millrace.pipeline.grpc;

import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Identifiers;
import io.millrace.pipeline.proto.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Errors as messages and back. Variables of a process, which the messages have room for, are neither sent nor kept when
 * others send them.
 */
final class ErrorMessages {

    private ErrorMessages() {}

    static Error message(ErrorRecord from) {
        return Error.newBuilder()
                .setId(from.id())
                .setType(from.type())
                .setMessage(from.message())
                .addAllTraceback(from.traceback())
                .setThread(from.thread())
                .setStartContext(from.startContext())
                .setThreadId(from.threadId())
                .setIsDaemon(from.daemon())
                .putAllModuleVersions(from.moduleVersions())
                .build();
    }

    static ErrorRecord record(Error from) {
        return new ErrorRecord(
                from.getId(),
                from.getType(),
                from.getMessage(),
                from.getTracebackList(),
                from.getThread(),
                from.getStartContext(),
                from.getThreadId(),
                from.getIsDaemon(),
                from.getModuleVersionsMap());
    }

    /** The same without the variables. */
    static Error withoutVariables(Error from) {
        return from.getLocalVarsCount() + from.getGlobalVarsCount() + from.getEnvironmentVarsCount() == 0
                ? from
                : from.toBuilder()
                        .clearLocalVars()
                        .clearGlobalVars()
                        .clearEnvironmentVars()
                        .build();
    }

    /** An error of this thread. */
    static ErrorRecord of(Throwable failure) {
        String message = failure.getMessage();
        return of(failure.getClass().getSimpleName(), message == null ? "" : message, failure.getStackTrace());
    }

    /** An error of this thread that no exception stands for. */
    static ErrorRecord of(String type, String message) {
        return of(type, message, new StackTraceElement[0]);
    }

    private static ErrorRecord of(String type, String message, StackTraceElement[] stack) {
        List<String> traceback = new ArrayList<>();
        for (int i = stack.length - 1; i >= 0; i--) {
            traceback.add(stack[i].getFileName() + ":" + stack[i].getLineNumber());
        }
        traceback.add(type + ": " + message);
        Thread thread = Thread.currentThread();
        return new ErrorRecord(
                Identifiers.next("Error-"),
                type,
                message,
                traceback,
                thread.getName(),
                "N/A",
                thread.threadId(),
                thread.isDaemon(),
                Map.of());
    }
}
