package io.millrace.connector.embedded;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * A Redis server: the real program, unpacked from a library and run as a child process on loopback. On a folder of the
 * user it keeps its data over a restart, each write on disk within a second.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private final RedisServer server;
    private final DataFolder folder;
    private final int port;
    private boolean stopped;

    private EmbeddedRedis(RedisServer server, DataFolder folder, int port) {
        this.server = server;
        this.folder = folder;
        this.port = port;
    }

    /** On any free port, without password, with data that go when it stops. */
    public static EmbeddedRedis start() {
        return start(0, null, null);
    }

    /**
     * Starts it and returns when clients can connect.
     *
     * @param port 0 for any that is free
     * @param folder for its data, made when missing; null for a temporary one
     * @param password null for none
     * @throws FatalException when the port is taken, the folder cannot be used, or there is no program for this machine
     */
    public static EmbeddedRedis start(int port, @Nullable Path folder, @Nullable String password) {
        int listen = FreePort.orFree(port);
        FreePort.check("Redis", listen);
        DataFolder data = DataFolder.of(folder, "redis");
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .bind("127.0.0.1")
                    .port(listen)
                    .setting("dir " + quoted(data.path().toString()))
                    .setting("save \"\"")
                    .setting("appendonly " + (folder == null ? "no" : "yes"))
                    .settingIf(password != null, "requirepass " + (password == null ? "" : quoted(password)));
            RedisServer server = builder.build();
            server.start();
            return new EmbeddedRedis(server, data, listen);
        } catch (IOException | RuntimeException e) {
            data.close();
            throw new FatalException("cannot start Redis on port " + listen + ": " + e.getMessage(), e);
        }
    }

    /** As a value of Redis's configuration file. */
    private static String quoted(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new FatalException("Redis cannot be given a password or folder with control characters");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Where clients connect: {@code redis://127.0.0.1:6379}. */
    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Stops it; idempotent. */
    @Override
    public synchronized void close() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            server.stop();
        } catch (IOException e) {
            throw new FatalException("cannot stop Redis on port " + port + ": " + e.getMessage(), e);
        } finally {
            folder.close();
        }
    }
}
