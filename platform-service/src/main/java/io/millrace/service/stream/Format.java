package io.millrace.service.stream;

/** How rows travel. */
public enum Format {
    /** One JSON object per line, in the body of a response. */
    NDJSON,
    /** {@code text/event-stream}: one event per row. */
    SSE,
    /** One text frame per row. */
    WEBSOCKET
}
