package io.millrace.connector.mqtt;

/** The version of the protocol. */
public enum MqttProtocol {
    /** 3.1.1, which every broker speaks. The broker decides how many messages may be unconfirmed: often 10 to 20. */
    V3("MQTT 3.1.1"),
    /** 5: the source says how many messages may be unconfirmed, and refusals come with a reason. */
    V5("MQTT 5");

    private final String text;

    MqttProtocol(String text) {
        this.text = text;
    }

    /** The name in messages: {@code MQTT 5}. */
    public String text() {
        return text;
    }
}
