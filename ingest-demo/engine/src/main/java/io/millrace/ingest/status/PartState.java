package io.millrace.ingest.status;

import java.time.Instant;

/** What a source, a sink or a whole pipeline does now. Pages and health checks render it with an exhaustive switch. */
public sealed interface PartState {

    /** When it began to. */
    Instant since();

    /** It opens for the first time. */
    record Starting(Instant since) implements PartState {}

    /** It works. */
    record Running(Instant since) implements PartState {}

    /** The source is closed until it is resumed; sinks go on until they have stored all. */
    record Paused(Instant since) implements PartState {}

    /** It was stopped, and what is not stored waits in the log. */
    record Stopped(Instant since) implements PartState {}

    /** The source came to its end. */
    record Ended(Instant since) implements PartState {}

    /**
     * It waits, and will then try again.
     *
     * @param attempt the attempt that comes next, from 1; counted since it last worked
     * @param until when that is
     * @param cause what went wrong, for people
     */
    record BackingOff(Instant since, int attempt, Instant until, String cause) implements PartState {}

    /**
     * It gave up; a person must act, and then start it again.
     *
     * @param cause what went wrong, for people
     */
    record Failed(Instant since, String cause) implements PartState {}

    /** One word for logs and pages: {@code backing-off}. */
    default String text() {
        return switch (this) {
            case Starting _ -> "starting";
            case Running _ -> "running";
            case Paused _ -> "paused";
            case Stopped _ -> "stopped";
            case Ended _ -> "ended";
            case BackingOff _ -> "backing-off";
            case Failed _ -> "failed";
        };
    }
}
