package io.millrace.connector.redis;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** Turns our settings into those of the client. */
final class RedisClients {

    private RedisClients() {}

    static HostAndPort address(RedisConnection to) {
        return new HostAndPort(to.server().getHost(), to.port());
    }

    static JedisClientConfig config(RedisConnection to) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .timeoutMillis(Math.toIntExact(to.timeout().toMillis()))
                .database(to.database())
                .clientName("millrace")
                .ssl(to.secure());
        if (to.user() != null) {
            builder.user(to.user());
        }
        if (to.password() != null) {
            builder.password(to.password());
        }
        if (to.secure()) {
            SSLParameters parameters = new SSLParameters();
            // the name in the certificate must be the one that was connected to
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            builder.sslParameters(parameters);
            if (to.authorities() != null) {
                builder.sslSocketFactory(trusting(to.authorities()));
            }
        }
        return builder.build();
    }

    private static SSLSocketFactory trusting(Path authorities) {
        try (InputStream pem = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            if (count == 0) {
                throw new FatalException("no certificate in " + authorities);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new FatalException("cannot read the certificates in " + authorities + ": " + e.getMessage(), e);
        }
    }
}
