package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One Redis database: each record sets the key of its own name, or removes it. {@code write} returns when the server
 * has answered for the whole batch; how soon that is on disk is the server's {@code appendfsync}.
 *
 * <p><b>Delivery:</b> idempotent by the record's key: a batch that is written again leaves the same behind. With
 * {@link RedisOrder#NEWEST} that holds beside other writers too, and for records that come late.
 *
 * <p><b>Failure:</b> a record without key or with an empty one is poison, and nothing of its batch is written.
 */
public final class RedisSink<T> implements Sink<T> {

    private final RedisSinkSettings settings;
    private final Function<? super T, @Nullable String> values;
    private final AtomicLong stale = new AtomicLong();
    private @Nullable Jedis client;
    private String script = "";

    /**
     * Writes values made by a function.
     *
     * @param values null removes the key; an {@code IllegalArgumentException} says why a record cannot be written
     */
    public RedisSink(RedisSinkSettings settings, Function<? super T, @Nullable String> values) {
        this.settings = requireNonNull(settings, "settings is null");
        this.values = requireNonNull(values, "values is null");
    }

    /** Writes text, and never removes. */
    public static RedisSink<String> text(RedisSinkSettings settings) {
        return new RedisSink<>(settings, value -> value);
    }

    /** Records that were left out because a newer one was held; any thread may ask. */
    public long stale() {
        return stale.get();
    }

    @Override
    public void open() {
        close();
        RedisConnection to = settings.connection();
        try {
            Jedis opened = new Jedis(RedisClients.address(to), RedisClients.config(to));
            client = opened;
            opened.connect();
            opened.ping();
            if (settings.order() == RedisOrder.NEWEST) {
                script = opened.scriptLoad(NewestScript.TEXT);
            }
        } catch (JedisException e) {
            throw RedisFailures.of("cannot connect to Redis at " + to.address(), e);
        }
    }

    @Override
    public void write(List<Record<T>> batch) {
        Jedis open = client;
        if (open == null) {
            throw new TransientException(
                    "the sink of Redis at " + settings.connection().address() + " is not open");
        }
        List<RedisChange> changes = new ArrayList<>(batch.size());
        for (Record<T> record : batch) {
            changes.add(change(record));
        }
        try {
            for (int from = 0; from < changes.size(); from += settings.pipelined()) {
                List<RedisChange> next = changes.subList(from, Math.min(changes.size(), from + settings.pipelined()));
                switch (settings.order()) {
                    case LAST_WRITTEN -> overwrite(open, next);
                    case NEWEST -> overwriteOlder(open, next);
                }
            }
        } catch (JedisException e) {
            throw RedisFailures.of(
                    "cannot write to Redis at " + settings.connection().address(), e);
        }
    }

    private RedisChange change(Record<T> record) {
        String key = record.key();
        if (key == null || key.isEmpty()) {
            throw new PoisonException("a record cannot be written to Redis: it has no key");
        }
        if (RedisNames.isInternal(key)) {
            throw new PoisonException("a record cannot be written to Redis: its key '" + key + "' is reserved");
        }
        try {
            return new RedisChange(
                    key, values.apply(record.value()), record.timestamp().toEpochMilli());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new PoisonException("record '" + key + "' cannot be written to Redis: " + e.getMessage(), e);
        }
    }

    private static void overwrite(Jedis open, List<RedisChange> changes) {
        try (Pipeline pipeline = open.pipelined()) {
            for (RedisChange change : changes) {
                String value = change.value();
                if (value == null) {
                    pipeline.del(change.key());
                } else {
                    pipeline.set(change.key(), value);
                }
            }
            for (Object answer : pipeline.syncAndReturnAll()) {
                if (answer instanceof JedisDataException refusal) {
                    throw refusal;
                }
            }
        }
    }

    private void overwriteOlder(Jedis open, List<RedisChange> changes) {
        try (Pipeline pipeline = open.pipelined()) {
            Response<Object> answer = NewestScript.call(
                    pipeline, script, changes, settings.rememberRemoved().toMillis());
            pipeline.sync();
            if (!(answer.get() instanceof Long left)) {
                throw new FatalException("Redis at " + settings.connection().address() + " answered " + answer.get());
            }
            stale.addAndGet(left);
        }
    }

    @Override
    public void close() {
        Jedis open = client;
        client = null;
        if (open != null) {
            try {
                open.close();
            } catch (JedisException e) {
                // it was broken already
            }
        }
    }
}
