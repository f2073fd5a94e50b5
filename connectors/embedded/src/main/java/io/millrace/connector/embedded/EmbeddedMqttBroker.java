package io.millrace.connector.embedded;

import io.millrace.core.failure.FatalException;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT broker in this JVM, on loopback, for MQTT 3.1.1. Sessions, with what waits in them, survive a restart on the
 * same folder. It has at most 10 messages of quality 1 on their way to a client that has not confirmed them, and gives
 * what was not confirmed again 5 s after a reconnect.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class EmbeddedMqttBroker implements AutoCloseable {

    /** Messages that wait for a client that is slow or away; what comes beyond is dropped. */
    private static final int WAITING = 100_000;

    private static final int LARGEST_MESSAGE = 1 << 20;

    private final Server server;
    private final DataFolder folder;
    private final int port;
    private boolean stopped;

    private EmbeddedMqttBroker(Server server, DataFolder folder, int port) {
        this.server = server;
        this.folder = folder;
        this.port = port;
    }

    /** On any free port, for everybody, with data that go when it stops. */
    public static EmbeddedMqttBroker start() {
        return start(0, null, Map.of());
    }

    /**
     * Starts it and returns when clients can connect.
     *
     * @param port 0 for any that is free
     * @param folder for its data, made when missing; null for a temporary one
     * @param users passwords by user name; empty lets everybody in
     * @throws FatalException when the port is taken, or the folder cannot be used
     */
    public static EmbeddedMqttBroker start(int port, @Nullable Path folder, Map<String, String> users) {
        int listen = FreePort.orFree(port);
        FreePort.check("the MQTT broker", listen);
        DataFolder data = DataFolder.of(folder, "mqtt");
        Server server = new Server();
        try {
            server.startServer(
                    new MemoryConfig(properties(listen, folder != null, data.path(), users.isEmpty())),
                    List.of(),
                    null,
                    users.isEmpty() ? null : authenticator(Map.copyOf(users)),
                    new PermitAllAuthorizatorPolicy());
            return new EmbeddedMqttBroker(server, data, listen);
        } catch (IOException | RuntimeException e) {
            data.close();
            throw new FatalException("cannot start the MQTT broker on port " + listen + ": " + e.getMessage(), e);
        }
    }

    private static Properties properties(int port, boolean keep, Path folder, boolean everybody) {
        Properties all = new Properties();
        all.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        all.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        all.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, Boolean.toString(everybody));
        all.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, Boolean.toString(keep));
        all.setProperty(IConfig.DATA_PATH_PROPERTY_NAME, folder.toString());
        all.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(WAITING));
        all.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(LARGEST_MESSAGE));
        // it would report to its makers
        all.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        return all;
    }

    private static IAuthenticator authenticator(Map<String, String> users) {
        return (client, user, password) -> {
            String expected = user == null ? null : users.get(user);
            return expected != null
                    && password != null
                    && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), password);
        };
    }

    /** Where clients connect: {@code tcp://127.0.0.1:1883}. */
    public String address() {
        return "tcp://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Stops it; idempotent. */
    @Override
    public synchronized void close() {
        if (!stopped) {
            stopped = true;
            server.stopServer();
            folder.close();
        }
    }
}
