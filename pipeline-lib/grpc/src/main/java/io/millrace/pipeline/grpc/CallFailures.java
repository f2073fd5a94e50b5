package io.millrace.pipeline.grpc;

import io.grpc.Status;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import org.jspecify.annotations.Nullable;

/** What a call's status means for the caller, in words. */
final class CallFailures {

    /** Descriptions of broken connections may carry whole frames. */
    private static final int LONGEST = 300;

    private CallFailures() {}

    static StreamException of(String name, Status status) {
        String server = "module server " + name;
        String told = told(status);
        Throwable cause = status.getCause();
        return switch (status.getCode()) {
            case UNAVAILABLE -> new TransientException(server + " is not available: " + told, cause);
            case DEADLINE_EXCEEDED -> new TransientException(server + " did not answer in time: " + told, cause);
            case CANCELLED, ABORTED -> new TransientException(server + " gave the call up: " + told, cause);
            case RESOURCE_EXHAUSTED -> new PoisonException(server + " or its caller has no room: " + told, cause);
            case UNIMPLEMENTED -> new FatalException(server + " does not serve data.ModuleService/run: " + told, cause);
            case UNAUTHENTICATED, PERMISSION_DENIED -> new FatalException(server + " refuses us: " + told, cause);
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE ->
                new InvalidRequestException(
                        InvalidRequestException.Reason.UNPROCESSABLE, server + " refuses the package: " + told, cause);
            case INTERNAL -> new FatalException(server + internal(status) + told, cause);
            case OK, UNKNOWN, DATA_LOSS -> new FatalException(server + " broke the call: " + told, cause);
        };
    }

    /** Python servers that cannot read a request say so in these words; those of the SEED generation can read none. */
    private static String internal(Status status) {
        String description = status.getDescription();
        return description != null && description.contains("deserializing request")
                ? " cannot read our messages, it may be of the SEED generation: "
                : " broke the call: ";
    }

    static FatalException notUnderstood(String name, Incoming.Kind kind) {
        return new FatalException(
                kind == Incoming.Kind.SEED
                        ? "module server " + name
                                + " is of the SEED generation, whose messages have other numbers: bring it to MAIN"
                        : "module server " + name + " answered garbage: not a ReturnDPandError");
    }

    private static String told(Status status) {
        String text = status.getCode() + described(status.getDescription());
        Throwable cause = status.getCause();
        if (cause != null && cause.getMessage() != null) {
            text += " (" + cause.getMessage() + ")";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static String described(@Nullable String description) {
        return description == null ? "" : ": " + description;
    }
}
