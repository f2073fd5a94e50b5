package io.millrace.service.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.StreamException;
import io.millrace.core.flow.EndReason;
import io.millrace.service.problem.FailureMapper;
import io.millrace.service.problem.Problem;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * How a stream ends for its reader.
 *
 * @param reason {@code completed}, {@code limit}, {@code stopped} or {@code failed}
 * @param message more in words; empty when the reason says it all
 * @param closeCode the WebSocket close code
 * @param problem what failed; null for an end that is none
 */
record Ending(
        String reason,
        String message,
        short closeCode,
        @Nullable Problem problem) {

    /** As many rows were sent as the request's {@code limit} says. */
    static final Ending LIMIT = new Ending("limit", "", (short) 1000, null);

    private static final Ending COMPLETED = new Ending("completed", "", (short) 1000, null);
    // RFC 6455, 5.5: a control frame's payload is at most 125 bytes, two of them are the code.
    private static final int MAX_CLOSE_REASON = 123;

    static Ending from(EndReason reason) {
        return switch (reason) {
            case EndReason.Completed _ -> COMPLETED;
            case EndReason.Stopped(String why) -> stopped(why);
            case EndReason.Failed(StreamException cause) -> failed(cause);
        };
    }

    static Ending stopped(String why) {
        return new Ending("stopped", why, (short) 1001, null);
    }

    static Ending failed(StreamException cause) {
        return new Ending("failed", cause.reason(), FailureMapper.closeCode(cause), FailureMapper.problem(cause));
    }

    /** Whether a reader of bare rows must be told, because the rows do not end by themselves. */
    boolean early() {
        return closeCode != 1000;
    }

    StreamEvent event() {
        return problem == null ? StreamEvent.END : StreamEvent.ERROR;
    }

    /** The payload of the last event. */
    String json(long rows) {
        if (problem != null) {
            return problem.toJson();
        }
        JsonObject json = new JsonObject().put("reason", reason);
        if (!message.isEmpty()) {
            json.put("message", message);
        }
        return json.put("rows", rows).encode();
    }

    /** The reason in a close frame, cut to what fits. */
    String closeReason() {
        String text = message.isEmpty() ? reason : message;
        if (text.getBytes(UTF_8).length <= MAX_CLOSE_REASON) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int size = 3;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            size += Character.toString(codePoint).getBytes(UTF_8).length;
            if (size > MAX_CLOSE_REASON) {
                break;
            }
            cut.appendCodePoint(codePoint);
            at += Character.charCount(codePoint);
        }
        return cut.append('…').toString();
    }
}
