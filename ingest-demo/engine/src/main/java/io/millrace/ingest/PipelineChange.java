package io.millrace.ingest;

/** What became of a pipeline when a document was applied. */
public sealed interface PipelineChange {

    /** Its name. */
    String pipeline();

    /** It is new, and runs. */
    record Started(String pipeline) implements PipelineChange {}

    /** It is the same as before, and was left alone. */
    record Unchanged(String pipeline) implements PipelineChange {}

    /** It is another now; its log, its offsets and its letters are the same. */
    record Restarted(String pipeline) implements PipelineChange {}

    /**
     * It is gone. Its folder stays, and is taken up again when a pipeline of that name comes back.
     *
     * @param drained whether every sink had stored everything
     */
    record Removed(String pipeline, boolean drained) implements PipelineChange {}

    /**
     * It could not be started.
     *
     * @param cause what went wrong, for people
     */
    record Failed(String pipeline, String cause) implements PipelineChange {}

    /** One word for logs and pages: {@code restarted}. */
    default String text() {
        return switch (this) {
            case Started _ -> "started";
            case Unchanged _ -> "unchanged";
            case Restarted _ -> "restarted";
            case Removed _ -> "removed";
            case Failed _ -> "failed";
        };
    }
}
