package io.millrace.sql.conformance;

/** How a case ended. */
sealed interface Outcome {

    record Passed() implements Outcome {}

    record Failed(String reason) implements Outcome {}

    /** Left out for a reason that the suite or the engine gave. */
    record Skipped(String reason) implements Outcome {}

    default String text() {
        return switch (this) {
            case Passed _ -> "passed";
            case Failed failed -> "FAILED: " + failed.reason();
            case Skipped skipped -> "skipped: " + skipped.reason();
        };
    }
}
