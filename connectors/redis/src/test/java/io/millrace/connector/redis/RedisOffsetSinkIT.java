package io.millrace.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Offsets beside the data, in a real server that can be killed. */
final class RedisOffsetSinkIT {

    private static final RedisPartition FIRST = new RedisPartition("bus_current", 0);
    private static final RedisPartition SECOND = new RedisPartition("bus_current", 1);
    private static final Pattern SETS = Pattern.compile("cmdstat_set:calls=(\\d+)");

    @TempDir
    private Path folder;

    private static Record<RedisEntry> entry(String key, @Nullable String value, RedisPartition from, long offset) {
        byte @Nullable [] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return Record.of(new RedisEntry(key.getBytes(StandardCharsets.UTF_8), bytes, from, offset), Instant.EPOCH);
    }

    private static RedisConnection connection(RealRedis server) {
        return RedisConnection.of(server.address(), 1).with(Duration.ofSeconds(2));
    }

    private static Jedis client(RealRedis server) {
        Jedis client = new Jedis(server.address());
        client.select(1);
        return client;
    }

    private static long sets(Jedis client) {
        Matcher found = SETS.matcher(client.info("commandstats"));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    @Test
    void storesTheLastOffsetOfEachPartitionWithTheData() throws Exception {
        try (RealRedis server = RealRedis.start(folder);
                RedisOffsetSink sink = new RedisOffsetSink(connection(server));
                Jedis client = client(server)) {
            assertThat(sink.lastOffsets(List.of(FIRST, SECOND))).isEqualTo(Map.of(FIRST, -1L, SECOND, -1L));
            sink.open();
            sink.write(List.of(
                    entry("1377", "60.1|24.9|1", FIRST, 41),
                    entry("1378", "60.2|24.9|1", SECOND, 7),
                    entry("1377", null, FIRST, 42)));

            assertThat(client.get("__kafka.offset.bus_current.0"))
                    .isEqualTo("{\"topic\":\"bus_current\",\"partition\":0,\"offset\":42}");
            assertThat(client.exists("1377")).isFalse();
            assertThat(client.get("1378")).isEqualTo("60.2|24.9|1");
            assertThat(new RedisOffsetSink(connection(server)).lastOffsets(List.of(FIRST, SECOND)))
                    .isEqualTo(Map.of(FIRST, 42L, SECOND, 7L));
        }
    }

    @Test
    void writesNothingTwice() throws Exception {
        try (RealRedis server = RealRedis.start(folder);
                RedisOffsetSink sink = new RedisOffsetSink(connection(server));
                Jedis client = client(server)) {
            List<Record<RedisEntry>> batch = List.of(entry("a", "1", FIRST, 0), entry("b", "2", FIRST, 1));
            sink.open();
            sink.write(batch);
            long sets = sets(client);
            // as when the answer of the transaction was lost: another connection, the same batch and one more
            sink.open();
            sink.write(batch);
            assertThat(sets(client)).isEqualTo(sets);
            sink.write(List.of(batch.get(1), entry("c", "3", FIRST, 2)));
            assertThat(sets(client)).isEqualTo(sets + 2);
            assertThat(sink.repeated()).isEqualTo(3);
        }
    }

    @Test
    void writesAllOfABatchOrNothing() throws Exception {
        try (RealRedis server = RealRedis.start(folder);
                RedisOffsetSink sink = new RedisOffsetSink(connection(server));
                Jedis client = client(server)) {
            sink.open();
            for (String key : List.of("", "__kafka.offset.bus_current.0", "__millrace.times")) {
                assertThatThrownBy(() -> sink.write(List.of(entry("a", "1", FIRST, 0), entry(key, "1", FIRST, 1))))
                        .isInstanceOf(PoisonException.class);
            }
            assertThat(client.dbSize()).isZero();
        }
    }

    @Test
    void saysThatAServerHasLostWhatWasWritten() throws Exception {
        try (RealRedis server = RealRedis.start(folder, "--appendonly", "no");
                RedisOffsetSink sink = new RedisOffsetSink(connection(server))) {
            sink.open();
            sink.write(List.of(entry("a", "1", FIRST, 5)));
            server.kill();
            assertThatThrownBy(() -> sink.write(List.of(entry("a", "2", FIRST, 6))))
                    .isInstanceOf(TransientException.class);
            server.startAgain();
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("has lost what was written: its offset of bus_current-0 is -1, was 5");
        }
    }

    @Test
    void saysWhenAnOffsetCannotBeRead() throws Exception {
        try (RealRedis server = RealRedis.start(folder);
                RedisOffsetSink sink = new RedisOffsetSink(connection(server));
                Jedis client = client(server)) {
            client.set("__kafka.offset.bus_current.0", "soon");
            assertThatThrownBy(() -> sink.lastOffsets(List.of(FIRST)))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("delete it to read bus_current from the start");
        }
    }
}
