package io.millrace.connector.mqtt;

import java.util.Map;

/**
 * A message as it came.
 *
 * @param sequence counts all messages of the source, from 1
 * @param packetId of the protocol; 0 with quality 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MqttArrival(byte[] payload, long sequence, int packetId, int quality, boolean retained, boolean duplicate) {

    // with quality 0 there are two possible sets only
    private static final Map<String, String> FRESH = headers(0, 0, false, false);
    private static final Map<String, String> RETAINED = headers(0, 0, true, false);

    /** The headers of the reference system's source connector. */
    Map<String, String> headers() {
        if (quality == 0 && !duplicate) {
            return retained ? RETAINED : FRESH;
        }
        return headers(packetId, quality, retained, duplicate);
    }

    private static Map<String, String> headers(int packetId, int quality, boolean retained, boolean duplicate) {
        return Map.of(
                "mqtt.message.id",
                Integer.toString(packetId),
                "mqtt.qos",
                Integer.toString(quality),
                "mqtt.retained",
                Boolean.toString(retained),
                "mqtt.duplicate",
                Boolean.toString(duplicate));
    }
}
