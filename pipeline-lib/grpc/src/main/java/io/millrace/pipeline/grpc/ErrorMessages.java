package io.millrace.pipeline.grpc;

import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.proto.Error;

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
}
