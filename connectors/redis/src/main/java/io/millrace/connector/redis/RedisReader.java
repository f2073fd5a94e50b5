package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.StreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Answers questions about one Redis database, over a few shared connections. Nothing here blocks the server for long:
 * keys are found by {@code SCAN}, never by {@code KEYS}.
 *
 * <p><b>Threading:</b> thread-safe; a caller waits at most the connection's timeout for a free connection, and as long
 * for the answer.
 *
 * <p><b>Lifecycle:</b> the constructor does no I/O; connections are made when they are needed, and made anew after a
 * loss.
 *
 * <p><b>Failure:</b> every method throws a {@code TransientException} when the server does not answer, and a
 * {@code FatalException} when it refuses us.
 */
public final class RedisReader implements AutoCloseable {

    /** Keys in one request. */
    private static final int CHUNK = 1_000;

    /**
     * Keys that were found.
     *
     * @param names without those that are kept for bookkeeping
     * @param complete false when there were more than asked for
     */
    public record Keys(List<String> names, boolean complete) {
        public Keys {
            names = List.copyOf(names);
        }
    }

    private final RedisConnection connection;
    private final JedisPool pool;

    /**
     * A reader.
     *
     * @param connections most that are open at a time, at least 1
     */
    public RedisReader(RedisConnection connection, int connections) {
        this.connection = requireNonNull(connection, "connection is null");
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, was " + connections);
        }
        JedisPoolConfig bounds = new JedisPoolConfig();
        bounds.setMaxTotal(connections);
        bounds.setMaxIdle(connections);
        bounds.setMaxWait(connection.timeout());
        bounds.setTestOnBorrow(false);
        bounds.setTestWhileIdle(true);
        bounds.setTimeBetweenEvictionRuns(Duration.ofSeconds(30));
        bounds.setJmxEnabled(false);
        pool = new JedisPool(bounds, RedisClients.address(connection), RedisClients.config(connection));
    }

    /** The value of a key; null when there is none. */
    public @Nullable String get(String key) {
        return ask("get a key", client -> new Answer<>(client.get(key))).value();
    }

    /** The values of those keys that exist, in the order of the keys; none for no keys. */
    public Map<String, String> get(List<String> keys) {
        return ask("get keys", client -> {
            Map<String, String> found = new LinkedHashMap<>();
            for (int from = 0; from < keys.size(); from += CHUNK) {
                List<String> some = keys.subList(from, Math.min(keys.size(), from + CHUNK));
                List<String> values = client.mget(some.toArray(String[]::new));
                for (int i = 0; i < some.size(); i++) {
                    String value = values.get(i);
                    if (value != null) {
                        found.put(some.get(i), value);
                    }
                }
            }
            return found;
        });
    }

    /**
     * Finds keys. One that comes or goes meanwhile may be in the answer or not.
     *
     * @param glob with {@code *}, {@code ?} and {@code [...]}; {@link #literal} takes their meaning from them
     * @param limit most names in the answer, at least 1; the search ends there
     */
    public Keys keys(String glob, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return ask("find keys", client -> {
            // a scan may give a key twice
            Set<String> found = new LinkedHashSet<>();
            ScanParams parameters = new ScanParams().match(glob).count(CHUNK);
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page = client.scan(cursor, parameters);
                for (String key : page.getResult()) {
                    if (!RedisNames.isInternal(key)) {
                        found.add(key);
                    }
                }
                cursor = page.getCursor();
            } while (found.size() <= limit && !cursor.equals(ScanParams.SCAN_POINTER_START));
            List<String> names = new ArrayList<>(found);
            boolean complete = names.size() <= limit;
            return new Keys(complete ? names : names.subList(0, limit), complete);
        });
    }

    /** A glob that matches exactly this text. */
    public static String literal(String text) {
        return text.replaceAll("[\\\\*?\\[\\]^-]", "\\\\$0");
    }

    /**
     * Asks whether the server answers.
     *
     * @throws StreamException when it does not
     */
    public void ping() {
        ask("reach the server", Jedis::ping);
    }

    private <R> R ask(String what, Function<Jedis, R> question) {
        try (Jedis client = pool.getResource()) {
            return question.apply(client);
        } catch (JedisException e) {
            throw RedisFailures.of("cannot " + what + " of Redis at " + connection.address(), e);
        }
    }

    private record Answer<R>(@Nullable R value) {}

    @Override
    public void close() {
        pool.close();
    }
}
