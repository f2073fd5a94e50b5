package io.millrace.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.testkit.SinkContract;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What the sink and the reader must do with every server. */
interface RedisSinkCases extends SinkContract<String> {

    String address();

    /** The connection that tests use; the database is emptied after each. */
    default RedisConnection connection() {
        return RedisConnection.of(address(), 1);
    }

    @AfterEach
    default void empty() {
        try (Jedis client = new Jedis(URI.create(address()))) {
            client.flushAll();
        }
    }

    @Override
    default List<String> samples() {
        return List.of("a one", "b two \uD83D\uDE8B", "c", "d four");
    }

    /** Values are their own keys, in the order of the alphabet. */
    @Override
    default Sink<String> sink() {
        RedisSink<String> sink = RedisSink.text(RedisSinkSettings.of(connection(), RedisOrder.LAST_WRITTEN));
        return new Sink<>() {
            @Override
            public void open() {
                sink.open();
            }

            @Override
            public void write(List<Record<String>> batch) {
                sink.write(batch.stream()
                        .map(record -> new Record<>(
                                record.value().equals("keyless") ? "" : record.value(),
                                record.value(),
                                record.timestamp(),
                                Map.of()))
                        .toList());
            }

            @Override
            public void close() {
                sink.close();
            }
        };
    }

    @Override
    default List<String> stored() {
        try (RedisReader reader = new RedisReader(connection(), 1)) {
            RedisReader.Keys keys = reader.keys("*", 1000);
            return List.copyOf(new TreeMap<>(reader.get(keys.names())).values());
        }
    }

    @Override
    default String poison() {
        return "keyless";
    }

    @Override
    default boolean idempotent() {
        return true;
    }

    private static Record<String> at(String key, long millis, String value) {
        return new Record<>(key, value, Instant.ofEpochMilli(millis), Map.of());
    }

    private RedisSink<String> removing(RedisOrder order) {
        return new RedisSink<>(RedisSinkSettings.of(connection(), order), value -> value.equals("gone") ? null : value);
    }

    @Test
    default void setsAndRemovesAsTheReferenceDoes() {
        try (RedisSink<String> sink = removing(RedisOrder.LAST_WRITTEN);
                RedisReader reader = new RedisReader(connection(), 2)) {
            sink.open();
            sink.write(List.of(at("1377", 5, "60.27|25.02|1"), at("18", 5, "x"), at("18", 1, "gone")));
            assertThat(reader.get("1377")).isEqualTo("60.27|25.02|1");
            assertThat(reader.get("18")).isNull();
            assertThat(reader.get(List.of("18", "1377"))).containsExactly(Map.entry("1377", "60.27|25.02|1"));
            assertThat(reader.get(List.of())).isEmpty();
            sink.write(List.of(at("1377", 1, "older")));
            assertThat(reader.get("1377")).isEqualTo("older");
            assertThat(sink.stale()).isZero();
        }
    }

    @Test
    default void neverOverwritesANewerRecordWhenOrderedByTime() {
        try (RedisSink<String> sink = removing(RedisOrder.NEWEST);
                RedisReader reader = new RedisReader(connection(), 1)) {
            sink.open();
            sink.write(List.of(at("a", 10, "ten"), at("b", 10, "ten"), at("a", 9, "nine"), at("b", 11, "eleven")));
            assertThat(reader.get(List.of("a", "b"))).containsExactly(Map.entry("a", "ten"), Map.entry("b", "eleven"));
            assertThat(sink.stale()).isEqualTo(1);
            sink.write(List.of(at("a", 10, "ten again"), at("b", 3, "gone"), at("a", 8, "eight")));
            assertThat(reader.get(List.of("a", "b")))
                    .containsExactly(Map.entry("a", "ten again"), Map.entry("b", "eleven"));
            assertThat(sink.stale()).isEqualTo(3);
            sink.write(List.of(at("b", 12, "gone")));
            assertThat(reader.get("b")).isNull();
            sink.write(List.of(at("b", 11, "late")));
            assertThat(reader.get("b")).isNull();
            sink.write(List.of(at("b", 13, "back")));
            assertThat(reader.get("b")).isEqualTo("back");
            assertThat(reader.keys("*", 10).names()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    default void keepsTheNewestOfEachKeyWhateverTheOrderAndTheWriters() {
        long seed = 4242;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<String, Record<String>> newest = new TreeMap<>();
        List<Record<String>> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            Record<String> record =
                    at("v" + random.nextInt(200), random.nextLong(1_700_000_000_000L) * 1000 + i, "value " + i);
            all.add(record);
            newest.merge(
                    String.valueOf(record.key()),
                    record,
                    (held, next) -> next.timestamp().isAfter(held.timestamp()) ? next : held);
        }
        try (RedisSink<String> one = removing(RedisOrder.NEWEST);
                RedisSink<String> other = removing(RedisOrder.NEWEST);
                RedisReader reader = new RedisReader(connection(), 1)) {
            one.open();
            other.open();
            for (int from = 0; from < all.size(); from += 700) {
                (random.nextBoolean() ? one : other).write(all.subList(from, Math.min(all.size(), from + 700)));
            }
            Map<String, String> held =
                    new TreeMap<>(reader.get(reader.keys("*", 1000).names()));
            assertThat(held).hasSize(newest.size());
            newest.forEach((key, record) -> assertThat(held).containsEntry(key, record.value()));
        }
    }

    @Test
    default void findsKeysByScanAndHidesItsBookkeeping() {
        try (RedisSink<String> sink = removing(RedisOrder.NEWEST);
                RedisReader reader = new RedisReader(connection(), 1);
                Jedis client = new Jedis(URI.create(address()))) {
            sink.open();
            List<Record<String>> many = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                many.add(at("bus-" + i, i, "x"));
            }
            sink.write(many);
            sink.write(List.of(at("a*b", 1, "star"), at("axb", 1, "x"), at("zug", 1, "gone")));
            client.select(1);
            client.set("__kafka.offset.bus_current.0", "{}");
            assertThat(reader.keys("*", 10_000).names()).hasSize(3002);
            assertThat(reader.keys("bus-29?", 100).names()).hasSize(10);
            RedisReader.Keys some = reader.keys("*", 5);
            assertThat(some.names()).hasSize(5);
            assertThat(some.complete()).isFalse();
            assertThat(reader.keys("a*b", 10).names()).containsExactlyInAnyOrder("a*b", "axb");
            assertThat(reader.keys(RedisReader.literal("a*b"), 10).names()).containsExactly("a*b");
        }
    }

    @Test
    default void refusesKeysThatAreNotTheUsers() {
        try (RedisSink<String> sink = removing(RedisOrder.NEWEST)) {
            sink.open();
            assertThatThrownBy(() -> sink.write(List.of(at("__millrace.times", 1, "x"))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("'__millrace.times' is reserved");
        }
    }

    @Test
    default void saysWhenItHasNoSuchDatabase() {
        RedisConnection connection = RedisConnection.of(address(), 99);
        try (RedisSink<String> sink = RedisSink.text(RedisSinkSettings.of(connection, RedisOrder.LAST_WRITTEN))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("/99")
                    .hasMessageContaining("index is out of range");
        }
    }
}
