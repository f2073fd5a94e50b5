package io.millrace.connector.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and who we are. The broker's certificate must always be valid and bear the name that was connected to.
 *
 * @param authorities PEM file of those who may have signed the broker's certificate; null for those that the JVM trusts
 * @param certificate PEM file of our own certificate; null for none
 * @param key PEM file (PKCS 8) of its private key, without password; null exactly when there is no certificate
 */
public record MqttTls(
        @Nullable Path authorities,
        @Nullable Path certificate,
        @Nullable Path key) {

    /** Trusts whom the JVM trusts, without a certificate of our own. */
    public static final MqttTls DEFAULT = new MqttTls(null, null, null);

    public MqttTls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate and key go together, was certificate=" + certificate
                    + " and " + (key == null ? "no key" : "a key"));
        }
    }
}
