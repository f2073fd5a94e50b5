package io.millrace.sql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.type.DataType;
import io.millrace.sql.wire.codec.WireBuffer;
import io.millrace.sql.wire.codec.WireException;
import io.millrace.sql.wire.codec.WireInput;
import io.millrace.sql.wire.codec.WireLimits;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send nonsense: nothing breaks, nothing is left behind, and others are served as before. */
final class NativeFuzzIT {

    private static final int SESSIONS = 300;
    private static final int READS = 20_000;

    private final EmbeddedEngine engine = new EmbeddedEngine();
    private final CountingListener listener = new CountingListener();
    private final NativeServer server = NativeServer.start(
            new Settings().packetTime(Duration.ofSeconds(5)).build(), engine, listener, Ticker.SYSTEM);

    @AfterEach
    void stop() {
        server.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void survivesRandomBytes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < SESSIONS; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            // half of them get past the hello
            play(random.nextBoolean() ? join(array(RawClient.helloBytes("default", "")), noise) : noise);
        }
        assertNothingIsLeft();
        assertThat(listener.refused.get()).isGreaterThan(SESSIONS / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void survivesSessionsThatBreakOff(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < SESSIONS; i++) {
            byte[] session = session(random.nextBoolean());
            play(Arrays.copyOf(session, random.nextInt(session.length)));
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void survivesSessionsWithWrongBytes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < SESSIONS; i++) {
            play(mutated(session(random.nextBoolean()), random));
        }
        assertNothingIsLeft();
        assertThat(listener.refused.get()).isPositive();
    }

    @Test
    void packetsAreReadOrRefusedWhateverTheyHold() {
        SplittableRandom random = new SplittableRandom(41);
        byte[] query = array(RawClient.queryBytes("id", "SELECT 1", Map.of("max_events", "5"), true));
        int refused = 0;
        for (int i = 0; i < READS; i++) {
            try {
                ClientQuery.read(WireInput.of(mutated(query, random)), 54_453, WireLimits.defaults());
            } catch (WireException | IOException expected) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, READS - 1);
    }

    private void play(byte[] bytes) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(bytes);
            client.socket().shutdownOutput();
            assertThat(client.isClosedByServer()).isTrue();
        } catch (SocketException _) {
            // the server was faster
        }
    }

    private void assertNothingIsLeft() throws IOException {
        Eventually.until("all have gone", () -> server.connections() == 0 && listener.running.get() == 0);
        assertThat(listener.connections).hasValue(0);
        try (RawClient client = RawClient.connect(server.port())) {
            client.query("SELECT 42 AS a");
            assertThat(client.rows().longs(0).values[0]).isEqualTo(42);
        }
    }

    private static byte[] session(boolean compressed) {
        RowBatch rows = new RowBatch(
                new Schema(List.of(new Column("a", DataType.INT64))), 3, new LongVector(new long[] {1, 2, 3}));
        RowBatch end = new RowBatch(new Schema(List.of()), 0);
        return join(
                array(RawClient.helloBytes("default", "")),
                array(RawClient.queryBytes(
                        "", "CREATE STREAM IF NOT EXISTS s(a int64)", Map.of("max_threads", "1"), compressed)),
                array(RawClient.dataBytes(end, compressed)),
                array(RawClient.queryBytes("", "INSERT INTO s(a) VALUES", Map.of(), compressed)),
                array(RawClient.dataBytes(end, compressed)),
                array(RawClient.dataBytes(rows, compressed)),
                array(RawClient.dataBytes(end, compressed)),
                new byte[] {ClientPacket.PING, ClientPacket.CANCEL});
    }

    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }

    private static byte[] array(WireBuffer buffer) {
        return Arrays.copyOf(buffer.bytes(), buffer.size());
    }

    private static byte[] join(byte[]... parts) {
        WireBuffer all = new WireBuffer();
        for (byte[] part : parts) {
            all.writeBytes(part, 0, part.length);
        }
        return array(all);
    }
}
