package io.millrace.vehicles.engine;

import java.util.List;

/** How the engine in this process is doing. */
public sealed interface EngineState {

    /** There is none: it is off by setting, or there is no Kafka. */
    record Off() implements EngineState {}

    /** For the first time. */
    record Starting() implements EngineState {}

    /** Kafka does not answer; it is asked again and again. */
    record Waiting(String reason) implements EngineState {}

    /**
     * Statements are taken.
     *
     * @param problems with the files of statements, one line each with file, line, column and reason
     * @param healthy whether each query runs, or is about to
     */
    record Running(List<String> problems, boolean healthy) implements EngineState {
        public Running {
            problems = List.copyOf(problems);
        }
    }

    /** The service goes down. */
    record Stopped() implements EngineState {}

    /** False when a query has failed for good; what is waited for is no failure. */
    default boolean sound() {
        return !(this instanceof Running running) || running.healthy();
    }

    /** In a word or a line. */
    default String text() {
        return switch (this) {
            case Off _ -> "off";
            case Starting _ -> "starting";
            case Waiting waiting -> "waiting: " + waiting.reason();
            case Running running when !running.healthy() -> "a query has failed";
            case Running running
            when !running.problems().isEmpty() -> "running without " + String.join("; ", running.problems());
            case Running _ -> "running";
            case Stopped _ -> "stopped";
        };
    }
}
