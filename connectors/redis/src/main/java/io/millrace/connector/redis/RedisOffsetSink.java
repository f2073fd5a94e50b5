package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One Redis database: each entry sets or removes its key, and in the same transaction the offset of the last entry of
 * each partition is stored under {@code __kafka.offset.<topic>.<partition>} as
 * {@code {"topic":"bus_current","partition":0,"offset":123}}, the form of the reference system's sink connector.
 *
 * <p><b>Delivery:</b> once, by those offsets: an entry that is not behind the stored offset of its partition has been
 * written already, and is left out. A source asks for {@link #lastOffsets} to begin behind them.
 *
 * <p><b>Failure:</b> an empty key, and one that is kept for bookkeeping, is poison, and nothing of its batch is
 * written. A server that at a reopen holds less than was written before, as one without a disk does after a restart, is
 * a {@code FatalException}: who starts again from {@link #lastOffsets} loses nothing.
 */
public final class RedisOffsetSink implements Sink<RedisEntry> {

    private static final Pattern OFFSET = Pattern.compile("\"offset\"\\s*:\\s*(\\d{1,18})");

    private final RedisConnection connection;
    private final AtomicLong repeated = new AtomicLong();
    // the last offset that is stored, of each partition that is written here; -1 for none
    private final Map<RedisPartition, Long> stored = new HashMap<>();
    private @Nullable Jedis client;

    public RedisOffsetSink(RedisConnection connection) {
        this.connection = requireNonNull(connection, "connection is null");
    }

    /** Entries that were left out because they had been written before; any thread may ask. */
    public long repeated() {
        return repeated.get();
    }

    @Override
    public void open() {
        close();
        try {
            Jedis opened = new Jedis(RedisClients.address(connection), RedisClients.config(connection));
            client = opened;
            opened.connect();
            opened.ping();
            Map<RedisPartition, Long> held = read(opened, stored.keySet());
            Map<RedisPartition, Long> before = Map.copyOf(stored);
            stored.putAll(held);
            before.forEach((partition, offset) -> {
                long now = held.getOrDefault(partition, -1L);
                if (now < offset) {
                    throw new FatalException("Redis at %s has lost what was written: its offset of %s-%d is %d, was %d"
                            .formatted(connection.address(), partition.topic(), partition.partition(), now, offset));
                }
            });
        } catch (JedisException e) {
            throw RedisFailures.of("cannot connect to Redis at " + connection.address(), e);
        }
    }

    /**
     * The offsets of the last entries that the server holds, by a connection of its own: legal before the first open.
     * To be called by the thread that writes.
     *
     * @return for each partition; -1 when it holds none
     * @throws TransientException when the server does not answer
     */
    public Map<RedisPartition, Long> lastOffsets(Collection<RedisPartition> partitions) {
        try (Jedis asking = new Jedis(RedisClients.address(connection), RedisClients.config(connection))) {
            Map<RedisPartition, Long> held = read(asking, partitions);
            stored.putAll(held);
            return held;
        } catch (JedisException e) {
            throw RedisFailures.of("cannot read the offsets in Redis at " + connection.address(), e);
        }
    }

    private Map<RedisPartition, Long> read(Jedis from, Collection<RedisPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        List<RedisPartition> all = List.copyOf(partitions);
        List<String> texts = from.mget(all.stream().map(RedisPartition::key).toArray(String[]::new));
        Map<RedisPartition, Long> held = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            held.put(all.get(i), offset(all.get(i), texts.get(i)));
        }
        return held;
    }

    private long offset(RedisPartition partition, @Nullable String text) {
        if (text == null) {
            return -1;
        }
        Matcher found = OFFSET.matcher(text);
        if (!found.find()) {
            throw new FatalException("key " + partition.key() + " in Redis at " + connection.address()
                    + " holds no offset; delete it to read " + partition.topic() + " from the start");
        }
        return Long.parseLong(found.group(1));
    }

    @Override
    public void write(List<Record<RedisEntry>> batch) {
        Jedis open = client;
        if (open == null) {
            throw new TransientException("the sink of Redis at " + connection.address() + " is not open");
        }
        List<RedisEntry> fresh = new ArrayList<>(batch.size());
        Map<RedisPartition, Long> last = new TreeMap<>((one, other) -> one.key().compareTo(other.key()));
        for (Record<RedisEntry> record : batch) {
            RedisEntry entry = record.value();
            check(entry);
            if (entry.offset() > stored.getOrDefault(entry.from(), -1L)) {
                fresh.add(entry);
                last.merge(entry.from(), entry.offset(), Math::max);
            } else {
                repeated.incrementAndGet();
            }
        }
        if (!fresh.isEmpty()) {
            try {
                transact(open, fresh, last);
            } catch (JedisException e) {
                throw RedisFailures.of("cannot write to Redis at " + connection.address(), e);
            }
            stored.putAll(last);
        }
    }

    private static void check(RedisEntry entry) {
        if (entry.key().length == 0) {
            throw new PoisonException("a record cannot be written to Redis: its key is empty");
        }
        String key = new String(entry.key(), StandardCharsets.UTF_8);
        if (RedisNames.isInternal(key)) {
            throw new PoisonException("a record cannot be written to Redis: its key '" + key + "' is reserved");
        }
    }

    private void transact(Jedis open, List<RedisEntry> entries, Map<RedisPartition, Long> last) {
        try (Transaction transaction = open.multi()) {
            for (RedisEntry entry : entries) {
                byte[] value = entry.value();
                if (value == null) {
                    transaction.del(entry.key());
                } else {
                    transaction.set(entry.key(), value);
                }
            }
            last.forEach((partition, offset) -> transaction.set(
                    partition.key(),
                    "{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}"
                            .formatted(partition.topic(), partition.partition(), offset)));
            List<Object> answers = transaction.exec();
            if (answers == null) {
                throw new TransientException("Redis at " + connection.address() + " gave up a transaction");
            }
            for (Object answer : answers) {
                if (answer instanceof JedisDataException refusal) {
                    throw refusal;
                }
            }
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
