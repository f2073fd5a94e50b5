package io.millrace.connector.mqtt;

import io.millrace.core.failure.StreamException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Messages that go out together.
 *
 * <p><b>Threading:</b> {@code messages} is given away at creation; {@code done} is completed by the event loop.
 */
record MqttBurst(List<Message> messages, MqttQuality quality, boolean retained, CompletableFuture<Void> done) {

    /** A topic, and bytes that nobody changes any more. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(String topic, byte[] payload) {}

    static MqttBurst of(List<Message> messages, MqttQuality quality, boolean retained) {
        return new MqttBurst(messages, quality, retained, new CompletableFuture<>());
    }

    void fail(StreamException cause) {
        done.completeExceptionally(cause);
    }
}
