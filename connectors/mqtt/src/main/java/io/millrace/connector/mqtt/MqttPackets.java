package io.millrace.connector.mqtt;

import io.millrace.core.failure.FatalException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** What a connection sends that is not a message, and the handler that encrypts it. */
final class MqttPackets {

    private MqttPackets() {}

    static MqttConnectMessage connect(MqttConnection to, MqttTerms terms) {
        MqttMessageBuilders.ConnectBuilder builder = MqttMessageBuilders.connect()
                .clientId(to.clientId())
                .cleanSession(terms.clean())
                .keepAlive((int) to.keepAlive().toSeconds());
        if (to.user() != null) {
            builder.hasUser(true).username(to.user());
        }
        String password = to.password();
        if (password != null) {
            builder.hasPassword(true).password(password.getBytes(StandardCharsets.UTF_8));
        }
        return switch (to.protocol()) {
            case V3 -> builder.protocolVersion(MqttVersion.MQTT_3_1_1).build();
            case V5 ->
                builder.protocolVersion(MqttVersion.MQTT_5)
                        .properties(properties(to, terms))
                        .build();
        };
    }

    private static MqttProperties properties(MqttConnection to, MqttTerms terms) {
        MqttProperties all = new MqttProperties();
        // unsigned on the wire
        all.add(property(MqttPropertyType.SESSION_EXPIRY_INTERVAL, (int) (terms.clean() ? 0 : terms.expirySeconds())));
        all.add(property(MqttPropertyType.RECEIVE_MAXIMUM, terms.maxUnconfirmed()));
        all.add(property(MqttPropertyType.MAXIMUM_PACKET_SIZE, to.maxMessageBytes()));
        return all;
    }

    private static MqttProperties.IntegerProperty property(MqttPropertyType type, int value) {
        return new MqttProperties.IntegerProperty(type.value(), value);
    }

    /** A property of an answer; the other value when there is none. */
    static int number(@Nullable MqttProperties properties, MqttPropertyType type, int otherwise) {
        return properties != null
                        && properties.getProperty(type.value()) instanceof MqttProperties.IntegerProperty property
                ? property.value()
                : otherwise;
    }

    static MqttMessage disconnect(MqttConnection to) {
        MqttFixedHeader header = bare(MqttMessageType.DISCONNECT);
        return switch (to.protocol()) {
            case V3 -> new MqttMessage(header);
            case V5 ->
                new MqttMessage(
                        header, new MqttReasonCodeAndPropertiesVariableHeader((byte) 0, MqttProperties.NO_PROPERTIES));
        };
    }

    static MqttMessage ping() {
        return new MqttMessage(bare(MqttMessageType.PINGREQ));
    }

    private static MqttFixedHeader bare(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    /** Appends the confirmation of a message of quality 1; the same four bytes in both versions. */
    static void confirm(ByteBuf to, int packetId) {
        to.writeByte(0x40).writeByte(2).writeShort(packetId);
    }

    static SslHandler tls(MqttConnection to, ByteBufAllocator allocator) {
        MqttTls tls = to.tls();
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (tls.authorities() != null) {
                builder.trustManager(file(tls.authorities()));
            }
            if (tls.certificate() != null && tls.key() != null) {
                builder.keyManager(file(tls.certificate()), file(tls.key()));
            }
            SslContext context = builder.build();
            SslHandler handler = context.newHandler(allocator, to.server().getHost(), to.port());
            SSLParameters parameters = handler.engine().getSSLParameters();
            // the name in the certificate must be the one that was connected to
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            handler.setHandshakeTimeoutMillis(to.timeout().toMillis());
            return handler;
        } catch (SSLException | IllegalArgumentException e) {
            throw new FatalException("cannot use the TLS files of MQTT broker " + to.address() + ": " + reason(e), e);
        }
    }

    private static File file(Path path) {
        return path.toFile();
    }

    private static @Nullable String reason(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? e.getMessage() : e.getMessage() + " (" + cause.getMessage() + ")";
    }
}
