package io.millrace.connector.mqtt;

import io.netty.handler.codec.mqtt.MqttQoS;

/** Quality of service. Exactly once (2) is not offered: what comes behind a source is at least once anyway. */
public enum MqttQuality {
    /** 0: sent once, and lost with the connection. */
    AT_MOST_ONCE,
    /** 1: sent again until it is confirmed. */
    AT_LEAST_ONCE;

    /** The number in the protocol. */
    public int level() {
        return this == AT_MOST_ONCE ? 0 : 1;
    }

    MqttQoS wire() {
        return MqttQoS.valueOf(level());
    }
}
