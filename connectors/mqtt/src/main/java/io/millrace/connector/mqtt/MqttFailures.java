package io.millrace.connector.mqtt;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;

/** Maps refusals of the broker and failures of the network to the four kinds. */
final class MqttFailures {

    private MqttFailures() {}

    /** No connection came about, or it broke. */
    static StreamException network(String doing, Throwable failure) {
        String message = doing + ": " + reason(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return new FatalException(message, failure);
            }
        }
        return new TransientException(message, failure);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case UnknownHostException e -> "unknown host " + e.getMessage();
            case ConnectException _
            when message != null && message.startsWith("Connection refused") -> "connection refused";
            default -> message == null ? failure.getClass().getSimpleName() : message;
        };
    }

    /** The broker answered a connect with a refusal. */
    static StreamException refused(MqttConnection to, MqttConnectReturnCode code) {
        String doing = "MQTT broker " + to.address() + " refuses client '" + to.clientId() + "': ";
        String name = text(code.name());
        return switch (code) {
            case CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION, CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION ->
                new FatalException(doing + "it does not speak " + to.protocol().text() + ", set the other protocol");
            case CONNECTION_REFUSED_SERVER_UNAVAILABLE,
                    CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
                    CONNECTION_REFUSED_SERVER_BUSY,
                    CONNECTION_REFUSED_UNSPECIFIED_ERROR,
                    CONNECTION_REFUSED_IMPLEMENTATION_SPECIFIC,
                    CONNECTION_REFUSED_QUOTA_EXCEEDED,
                    CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED -> new TransientException(doing + name);
            default -> new FatalException(doing + name);
        };
    }

    private static String text(String code) {
        return code.replaceFirst("^CONNECTION_REFUSED_", "")
                .replaceFirst("_5$", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    /** The broker answered a publish with a reason code of at least 0x80: section 3.4.2.1 of the standard of MQTT 5. */
    static StreamException unpublished(String topic, int code) {
        String message = "MQTT broker refuses a message to '" + topic + "', reason code 0x" + Integer.toHexString(code);
        return switch (code) {
            case 0x87 -> new FatalException(message + " (not authorized)");
            case 0x90 -> new PoisonException(message + " (topic name invalid)");
            case 0x99 -> new PoisonException(message + " (payload format invalid)");
            default -> new TransientException(message);
        };
    }

    static StreamException unsubscribed(MqttConnection to, String filter, int code) {
        return new FatalException("MQTT broker " + to.address() + " refuses the subscription to '" + filter
                + "', reason code 0x" + Integer.toHexString(code));
    }

    static TransientException lost(MqttConnection to, String why) {
        return new TransientException("connection to MQTT broker " + to.address() + " lost: " + why);
    }
}
