package io.millrace.vehicles.command;

import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttProtocol;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSink;
import io.millrace.connector.mqtt.MqttSinkSettings;
import io.millrace.connector.mqtt.MqttTls;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where messages go. */
final class BrokerOptions {

    /** The password's variable; a flag would show in the list of processes. */
    private static final String PASSWORD = "MQTT_PASSWORD";

    @Option(
            names = "--broker",
            defaultValue = "tcp://127.0.0.1:1883",
            paramLabel = "URI",
            description = "The MQTT broker: tcp://HOST:PORT, or mqtts://HOST:PORT with TLS. Default: ${DEFAULT-VALUE}.")
    private String broker = "tcp://127.0.0.1:1883";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "User of the broker; the password is read from the variable " + PASSWORD + ".")
    private @Nullable String user;

    @Option(
            names = "--authorities",
            paramLabel = "FILE",
            description = "PEM file of those who may have signed the broker's certificate. Default: those of the JVM.")
    private @Nullable Path authorities;

    @Option(
            names = "--qos",
            defaultValue = "0",
            paramLabel = "0|1",
            description = "Quality of service. Default: ${DEFAULT-VALUE}.")
    private int quality;

    /** Made of the options, by the topic of each record's key. */
    MqttSink<byte[]> sink() {
        if (quality != 0 && quality != 1) {
            throw new InvalidRequestException(Reason.MALFORMED, "--qos must be 0 or 1, was " + quality);
        }
        try {
            MqttConnection connection = MqttConnection.of(broker, "millrace-" + UUID.randomUUID())
                    .with(MqttProtocol.V3)
                    .withUser(user, user == null ? null : System.getenv(PASSWORD))
                    .with(new MqttTls(authorities, null, null));
            return MqttSink.bytes(MqttSinkSettings.byKey(
                    connection, quality == 0 ? MqttQuality.AT_MOST_ONCE : MqttQuality.AT_LEAST_ONCE));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Reason.MALFORMED, "--broker: " + e.getMessage(), e);
        }
    }

    String address() {
        return broker;
    }
}
