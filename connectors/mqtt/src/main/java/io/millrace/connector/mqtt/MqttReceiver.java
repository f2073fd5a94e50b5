package io.millrace.connector.mqtt;

import io.millrace.core.failure.StreamException;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/**
 * Hears what comes over a connection.
 *
 * <p><b>Threading:</b> called by the connection's event loop; must not wait.
 */
interface MqttReceiver {

    /** A receiver for connections that only publish: whoever publishes hears of the loss. */
    static MqttReceiver none() {
        return new MqttReceiver() {
            @Override
            public boolean received(MqttPublishMessage message) {
                return true;
            }

            @Override
            public void lost(StreamException cause) {}
        };
    }

    /**
     * A message; its buffer is valid until this returns.
     *
     * @return false when it was not taken: reading stops, and the same message comes again after a resume
     */
    boolean received(MqttPublishMessage message);

    /** The connection is over; called once, and not when it was closed from here. */
    void lost(StreamException cause);
}
