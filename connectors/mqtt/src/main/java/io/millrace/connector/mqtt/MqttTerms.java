package io.millrace.connector.mqtt;

/**
 * What a client asks for when it connects.
 *
 * @param clean forget what was kept for this client
 * @param expirySeconds how long the broker keeps the session; MQTT 5
 * @param maxUnconfirmed how many messages of quality 1 may come unconfirmed; MQTT 5
 */
record MqttTerms(boolean clean, long expirySeconds, int maxUnconfirmed) {

    /** For a client that only publishes: nothing is kept for it. */
    static final MqttTerms PUBLISHER = new MqttTerms(true, 0, 65_535);
}
