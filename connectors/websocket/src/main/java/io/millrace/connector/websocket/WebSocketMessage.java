package io.millrace.connector.websocket;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One message of a WebSocket, put together from its frames. Immutable. Two are equal when kind and bytes are. */
public final class WebSocketMessage {

    private final byte[] bytes;
    private final boolean text;

    /** Keeps the array, which is not to be changed afterwards. */
    WebSocketMessage(byte[] bytes, boolean text) {
        this.bytes = bytes;
        this.text = text;
    }

    /** A text message. */
    public static WebSocketMessage of(String text) {
        return new WebSocketMessage(text.getBytes(StandardCharsets.UTF_8), true);
    }

    /** A binary message; the bytes are copied. */
    public static WebSocketMessage of(byte[] bytes) {
        return new WebSocketMessage(requireNonNull(bytes, "bytes is null").clone(), false);
    }

    /** Whether it was sent as text. */
    public boolean isText() {
        return text;
    }

    /** Length in bytes. */
    public int size() {
        return bytes.length;
    }

    /** A copy of the bytes; of a text its UTF-8. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The bytes as UTF-8 text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The JSON object that the message is, be it text or binary. Nothing is copied.
     *
     * @throws PoisonException when it is not exactly one object
     */
    public JsonRow row() {
        return JsonRow.read(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebSocketMessage message && text == message.text && Arrays.equals(bytes, message.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its kind and size; the content may be a secret. */
    @Override
    public String toString() {
        return (text ? "text" : "binary") + " message of " + bytes.length + " bytes";
    }
}
