package io.millrace.ingest.command;

import io.millrace.command.ExitCode;

/** Why {@code listen} gives up, with its exit code. The message has one line per problem. */
final class ListenFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    ListenFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The configuration is wrong, in the words of the Python program. */
    static ListenFailure invalid(String message) {
        return new ListenFailure(ExitCode.WRONG, "Invalid value: " + message);
    }

    int code() {
        return code;
    }
}
