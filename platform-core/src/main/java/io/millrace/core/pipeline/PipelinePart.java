package io.millrace.core.pipeline;

import java.util.Locale;

/** Where in a pipeline something happened. */
public enum PipelinePart {
    SOURCE,
    OPERATOR,
    SINK,
    DEAD_LETTERS;

    /** The name in meters and logs: {@code dead-letters}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
