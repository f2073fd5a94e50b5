package io.millrace.sql.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.type.DataType;
import io.millrace.sql.wire.RawClient.Packet;
import io.millrace.sql.wire.codec.WireBuffer;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the drivers do not do, or not at will: cancel, ping, kill, bounds, clients that misbehave, the end. */
final class NativeServerIT {

    private static final String ENDLESS = "CREATE RANDOM STREAM IF NOT EXISTS endless(a int, s string) SETTINGS eps=0";

    private final EmbeddedEngine engine = new EmbeddedEngine();
    private final CountingListener listener = new CountingListener();
    private final List<AutoCloseable> open = new ArrayList<>();
    private NativeServer server = serve(new Settings());

    private NativeServer serve(Settings settings) {
        NativeServer started = NativeServer.start(settings.build(), engine, listener, Ticker.SYSTEM);
        open.addFirst(started);
        return started;
    }

    private RawClient client() throws IOException {
        RawClient client = RawClient.connect(server.port());
        open.addFirst(client);
        return client;
    }

    /** A client that has not said hello. */
    private RawClient stranger() throws IOException {
        RawClient client = new RawClient(server.port());
        open.addFirst(client);
        return client;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
        engine.close();
    }

    @Test
    void answersQueriesOneAfterAnother() throws IOException {
        RawClient client = client();
        for (int i = 0; i < 3; i++) {
            client.query("", "SELECT " + i + " AS a", Map.of(), i == 1);
            List<Packet> answer = client.answer();
            assertThat(answer).extracting(Packet::type).containsExactly(1, 1, 5);
            RowBatch header = block(answer.get(0));
            assertThat(header.size()).isZero();
            assertThat(header.schema().columns()).containsExactly(new Column("a", DataType.UINT8));
            assertThat(block(answer.get(1)).longs(0).values).startsWith(i);
        }
        assertThat(listener.rows).hasValue(3);
        assertThat(listener.queries).hasValue(3);
        assertThat(listener.running).hasValue(0);
    }

    @Test
    void answersPingAlsoWhileAQueryRuns() throws IOException {
        RawClient client = client();
        client.send((byte) ClientPacket.PING);
        assertThat(client.read().type()).isEqualTo(ServerPacket.PONG);
        client.query("CREATE STREAM quiet(a int)");
        client.answer();
        client.query("SELECT * FROM quiet");
        assertThat(client.read().type()).isEqualTo(ServerPacket.DATA);
        client.send((byte) ClientPacket.PING);
        assertThat(client.read().type()).isEqualTo(ServerPacket.PONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM endless", "SELECT * FROM quiet"})
    void cancelEndsAQueryWithTheEndOfTheStream(String sql) throws IOException {
        RawClient client = client();
        client.query("CREATE STREAM quiet(a int)");
        client.answer();
        client.query(ENDLESS);
        client.answer();
        client.query(sql);
        assertThat(client.read().type()).isEqualTo(ServerPacket.DATA);
        client.send((byte) ClientPacket.CANCEL);
        assertThat(client.last().type()).isEqualTo(ServerPacket.END_OF_STREAM);
        client.query("SELECT 1");
        assertThat(client.answer()).hasSize(3);
    }

    @Test
    void aQueryThatIsCancelledBeforeItBeganGivesNothing() throws IOException {
        RawClient client = client();
        client.send(RawClient.queryBytes("", "SELECT 1", Map.of(), false));
        client.send((byte) ClientPacket.CANCEL);
        assertThat(client.answer()).extracting(Packet::type).containsExactly(ServerPacket.END_OF_STREAM);
        client.query("SELECT 1");
        assertThat(client.answer()).hasSize(3);
    }

    @Test
    void aBrokenBlockEndsTheConnection() throws IOException {
        RawClient client = client();
        client.query("CREATE STREAM s(a int64)");
        client.answer();
        client.query("", "INSERT INTO s(a) VALUES", Map.of(), true);
        client.read();
        WireBuffer broken = RawClient.dataBytes(longs("a", DataType.INT64, 1, 2), true);
        broken.bytes()[5] ^= 1;
        client.send(broken);
        assertThat(client.read().code()).isEqualTo(WireCode.CHECKSUM_DOES_NOT_MATCH.number());
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void killsAQueryByTheIdOfItsClient() throws IOException {
        RawClient client = client();
        client.query(ENDLESS);
        client.answer();
        client.query("mine", "SELECT * FROM endless", Map.of(), true);
        client.rows();
        RawClient other = client();
        other.query("mine", "SELECT 1", Map.of(), false);
        assertThat(other.answer().getLast().code()).isEqualTo(WireCode.QUERY_ID_IN_USE.number());
        other.query("KILL QUERY WHERE query_id = 'mine'");
        assertThat(other.answer()).hasSize(1);
        Packet last = client.last();
        assertThat(last.code()).isEqualTo(WireCode.QUERY_WAS_CANCELLED.number());
        assertThat(last.text()).contains("'mine' was killed");
        other.query("mine", "SELECT 1", Map.of(), false);
        assertThat(other.answer()).hasSize(3);
    }

    @Test
    void namesAreSharedByAllConnections() throws IOException {
        client().query("CREATE STREAM shared(a int)");
        RawClient other = client();
        Eventually.until("the stream is there", () -> {
            try {
                other.query("SHOW STREAMS");
                return other.answer().size() == 3;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    @Test
    void insertsBlocksAndGoesOnAfterAWrongOne() throws IOException {
        RawClient client = client();
        client.query("CREATE STREAM s(a int64, b string DEFAULT 'none')");
        client.answer();
        client.query("", "INSERT INTO s(a) VALUES", Map.of(), true);
        RowBatch sample = block(client.read());
        assertThat(sample.schema().columns()).containsExactly(new Column("a", DataType.INT64));
        client.data(longs("a", DataType.INT64, 1, 2, 3));
        client.data(longs("a", DataType.INT64, 4));
        client.data(new RowBatch(new Schema(List.of()), 0));
        assertThat(client.answer()).extracting(Packet::type).containsExactly(5);

        insertWrong(client, longs("b", DataType.INT64, 1), WireCode.NO_SUCH_COLUMN, "no column 'a'");
        insertWrong(client, longs("a", DataType.UINT64, 1), WireCode.TYPE_MISMATCH, "'a' of stream 's' is int64");

        client.query("INSERT INTO s(a) VALUES (5), (6)");
        assertThat(client.answer()).hasSize(1);
        client.query("SELECT count() AS n, sum(a) AS s FROM table(s) WHERE b = 'none'");
        RowBatch rows = block(client.answer().get(1));
        assertThat(rows.longs(0).values[0]).isEqualTo(6);
        assertThat(rows.longs(1).values[0]).isEqualTo(21);
        assertThat(listener.inserted).hasValue(4);
    }

    private static void insertWrong(RawClient client, RowBatch wrong, WireCode code, String text) throws IOException {
        client.query("INSERT INTO s(a) VALUES");
        client.read();
        client.data(wrong);
        client.data(longs("a", DataType.INT64, 99));
        client.data(new RowBatch(new Schema(List.of()), 0));
        Packet answer = client.answer().getFirst();
        assertThat(answer.code()).isEqualTo(code.number());
        assertThat(answer.text()).contains(text);
    }

    @Test
    void tellsErrorsWithTheirCodesAndGoesOn() throws IOException {
        RawClient client = client();
        client.query("SELECT * FROM nowhere");
        Packet unknown = client.answer().getFirst();
        assertThat(unknown.code()).isEqualTo(60);
        assertThat(unknown.text()).contains("nowhere").contains("(UNKNOWN_STREAM)");
        client.query("SELECT 1 +");
        assertThat(client.answer().getFirst().code()).isEqualTo(62);
        client.query("", "SELECT 1", Map.of("no_such_setting", "1"), false);
        assertThat(client.answer().getFirst().code()).isEqualTo(115);
        client.query("SELECT 1 SETTINGS overflow = 'latest-by-key'");
        assertThat(client.answer().getFirst().code()).isEqualTo(2517);
        client.query("SELECT interval 1 second AS i");
        assertThat(client.answer().getFirst().text()).contains("column 'i' cannot be sent");
        client.query("SELECT 1");
        assertThat(client.answer()).hasSize(3);
        assertThat(listener.exceptions).hasValue(5);
    }

    @Test
    void takesSettingsFromThePacketAndTheText() throws IOException {
        RawClient client = client();
        client.query("CREATE RANDOM STREAM r(a int) SETTINGS eps=0");
        client.answer();
        client.query("", "SELECT a FROM r", Map.of("max_events", "5", "max_block_size", "2"), false);
        List<Packet> answer = client.answer();
        assertThat(answer.stream()
                        .filter(packet -> packet.type() == ServerPacket.DATA)
                        .map(packet -> block(packet).size()))
                .containsExactly(0, 2, 2, 1);
        client.query("", "SELECT a FROM r SETTINGS max_events = 3", Map.of("max_events", "5"), false);
        assertThat(block(client.answer().get(1)).size()).isEqualTo(3);
        client.query("", "SELECT a FROM r", Map.of("max_result_rows", "7", "result_overflow_mode", "break"), false);
        assertThat(client.answer().stream()
                        .filter(packet -> packet.type() == ServerPacket.DATA)
                        .mapToInt(packet -> block(packet).size()))
                .isNotEmpty()
                .satisfies(sizes -> assertThat(
                                sizes.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(7));
        client.query("", "SELECT a FROM r", Map.of("max_result_rows", "7"), false);
        assertThat(client.answer().getLast().code()).isEqualTo(WireCode.TOO_MANY_ROWS.number());
    }

    @Test
    void aClientThatDoesNotReadIsDisconnected() throws IOException {
        server = serve(new Settings().stallTime(Duration.ofMillis(300)));
        RawClient client = client();
        client.query(ENDLESS);
        client.answer();
        client.query("SELECT * FROM endless");
        Eventually.until("the client is cut off", () -> listener.refused.get() == 1);
        Eventually.until("nothing is left", () -> server.connections() == 0 && listener.running.get() == 0);
    }

    @Test
    void withDropOldestAQueryGoesOnWithoutItsReader() throws IOException {
        RawClient client = client();
        client.query(ENDLESS);
        client.answer();
        client.query("SELECT * FROM endless SETTINGS overflow = 'drop-oldest'");
        client.rows();
        // the socket's buffers are full when no byte more is written
        long[] seen = {-1};
        int[] same = {0};
        Eventually.until("nothing more is taken", () -> {
            same[0] = listener.bytes.get() == seen[0] ? same[0] + 1 : 0;
            seen[0] = listener.bytes.get();
            return same[0] > 100;
        });
        Eventually.until("dropped rows are noticed", () -> {
            try {
                client.rows();
                return listener.dropped.get() > 0;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        client.send((byte) ClientPacket.CANCEL);
        assertThat(client.last().type()).isEqualTo(ServerPacket.END_OF_STREAM);
    }

    @Test
    void withDisconnectASlowReaderIsCutOff() throws IOException {
        RawClient client = client();
        client.query(ENDLESS);
        client.answer();
        client.query("SELECT * FROM endless SETTINGS overflow = 'disconnect'");
        Eventually.until("the client is cut off", () -> listener.refused.get() == 1);
        Eventually.until("nothing is left", () -> server.connections() == 0 && listener.running.get() == 0);
    }

    @Test
    void aClientThatLeavesEndsItsQuery() throws IOException {
        for (String sql : List.of("SELECT * FROM endless", "SELECT * FROM quiet")) {
            RawClient client = client();
            client.query("CREATE STREAM IF NOT EXISTS quiet(a int)");
            client.answer();
            client.query(ENDLESS);
            client.answer();
            client.query(sql);
            client.read();
            client.close();
            Eventually.until("nothing is left", () -> server.connections() == 0 && listener.running.get() == 0);
        }
    }

    @Test
    void aQueryWithoutRowsShowsThatItLives() throws IOException {
        server = serve(new Settings().heartbeat(Duration.ofMillis(20)));
        RawClient client = client();
        client.query("CREATE STREAM quiet(a int)");
        client.answer();
        client.query("SELECT * FROM quiet");
        assertThat(client.read().type()).isEqualTo(ServerPacket.DATA);
        assertThat(client.read().type()).isEqualTo(ServerPacket.PROGRESS);
        assertThat(client.read().type()).isEqualTo(ServerPacket.PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "secret "})
    void refusesAWrongPassword(String password) throws IOException {
        server = serve(new Settings().password("secret"));
        RawClient client = stranger();
        client.send(RawClient.helloBytes("default", password));
        Packet answer = client.read();
        assertThat(answer.code()).isEqualTo(516);
        assertThat(answer.text()).contains("authentication failed").doesNotContain("secret");
        assertThat(client.isClosedByServer()).isTrue();
        RawClient right = stranger();
        right.send(RawClient.helloBytes("default", "secret"));
        assertThat(right.read().type()).isEqualTo(ServerPacket.HELLO);
    }

    @Test
    void tellsTheOneConnectionTooMany() throws IOException {
        server = serve(new Settings().maxConnections(2));
        RawClient first = client();
        client();
        RawClient third = stranger();
        third.send(RawClient.helloBytes("default", ""));
        Packet answer = third.read();
        assertThat(answer.code()).isEqualTo(WireCode.NO_ROOM_FOR_CONNECTION.number());
        assertThat(answer.text()).contains("2 connections already");
        assertThat(third.isClosedByServer()).isTrue();
        third.close();
        first.close();
        Eventually.until("there is room", () -> server.connections() == 1);
        client();
    }

    @Test
    void refusesHttpAndOldClientsByName() throws IOException {
        RawClient http = stranger();
        http.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(http.read().text()).contains("not of HTTP");
        RawClient old = stranger();
        old.send(RawClient.helloBytes(54_000, "default", ""));
        assertThat(old.read().text()).contains("revision 54000, the oldest that is served is 54380");
        assertThat(listener.refused).hasValue(2);
    }

    @Test
    void refusesASilentClientAndADrippingOne() throws IOException {
        server = serve(new Settings().helloTime(Duration.ofMillis(200)).packetTime(Duration.ofMillis(200)));
        RawClient silent = stranger();
        assertThat(silent.read().code()).isEqualTo(WireCode.TOO_SLOW.number());
        RawClient halting = client();
        WireBuffer query = RawClient.queryBytes("", "-".repeat(1 << 20), Map.of(), false);
        halting.send(Arrays.copyOf(query.bytes(), 5));
        assertThat(halting.read().code()).isEqualTo(WireCode.TOO_SLOW.number());
        RawClient dripping = client();
        int[] next = {0};
        Eventually.until("a client that sends a byte now and then is sent away", () -> {
            try {
                dripping.send(query.bytes()[next[0]++]);
                return listener.refused.get() == 3;
            } catch (IOException gone) {
                return true;
            }
        });
        assertThat(listener.refused).hasValue(3);
    }

    @Test
    void sendsAnIdleClientAwayButNotOneThatWaitsForRows() throws IOException {
        server = serve(new Settings().idleTime(Duration.ofMillis(100)).heartbeat(Duration.ofMillis(50)));
        RawClient idle = client();
        RawClient waiting = client();
        waiting.query("CREATE STREAM quiet(a int)");
        waiting.answer();
        waiting.query("SELECT * FROM quiet");
        assertThat(idle.read().code()).isEqualTo(WireCode.TOO_SLOW.number());
        for (int i = 0; i < 10; i++) {
            assertThat(waiting.read().type()).isIn(ServerPacket.DATA, ServerPacket.PROGRESS);
        }
    }

    @Test
    void refusesWhatIsTooLargeBeforeItIsRead() throws IOException {
        server = serve(new Settings().limits(new WireLimits(100, 1000, 2, 3, 10, 1000)));
        refused(RawClient.queryBytes("i".repeat(101), "SELECT 1", Map.of(), false), "query id has 101 bytes");
        refused(RawClient.queryBytes("", "S".repeat(1001), Map.of(), false), "text of the query has 1001 bytes");
        refused(
                RawClient.queryBytes("", "SELECT 1", Map.of("a", "1", "b", "1", "c", "1"), false),
                "more than 2 settings");
        WireBuffer columns = RawClient.queryBytes("", "SELECT 1", Map.of(), false);
        columns.writeVarint(ClientPacket.DATA);
        columns.writeText("");
        columns.writeVarint(0);
        columns.writeVarint(4);
        refused(columns, "columns of a block is 4, at most 3");
    }

    private void refused(WireBuffer bytes, String text) throws IOException {
        RawClient client = client();
        client.send(bytes);
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(ServerPacket.EXCEPTION);
        assertThat(answer.text()).contains(text);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void refusesPacketsThatItDoesNotServe() throws IOException {
        WireBuffer tables = new WireBuffer();
        tables.writeVarint(ClientPacket.TABLES_STATUS);
        refused(tables, "tables status (5) is not served");
        WireBuffer unknown = new WireBuffer();
        unknown.writeVarint(77);
        refused(unknown, "packet 77 is not known");
        refused(RawClient.dataBytes(longs("a", DataType.INT64, 1), false), "no statement waits for");
    }

    @Test
    void tellsRunningQueriesThatItStops() throws IOException {
        RawClient busy = client();
        busy.query(ENDLESS);
        busy.answer();
        busy.query("SELECT * FROM endless");
        busy.rows();
        RawClient idle = client();
        Thread closing = Thread.ofVirtual().start(server::close);
        Packet last = busy.last();
        assertThat(last.code()).isEqualTo(WireCode.QUERY_WAS_CANCELLED.number());
        assertThat(last.text()).contains("the server stops");
        assertThat(busy.isClosedByServer()).isTrue();
        assertThat(idle.isClosedByServer()).isTrue();
        Eventually.until("the server is closed", () -> !closing.isAlive());
        assertThat(server.connections()).isZero();
        assertThat(listener.connections).hasValue(0);
    }

    @Test
    void cannotListenWhereAnotherDoes() {
        NativeSettings taken = new NativeSettings(
                "127.0.0.1",
                server.port(),
                "default",
                "hush",
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                io.millrace.core.flow.Overflow.BLOCK,
                1,
                WireLimits.defaults());
        assertThatThrownBy(() -> NativeServer.start(taken, engine, listener, Ticker.SYSTEM))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
        assertThat(taken.toString()).doesNotContain("hush");
    }

    private static RowBatch block(Packet packet) {
        RowBatch block = packet.block();
        if (block == null) {
            throw new AssertionError("no block but " + packet);
        }
        return block;
    }

    private static RowBatch longs(String name, DataType type, long... values) {
        return new RowBatch(new Schema(List.of(new Column(name, type))), values.length, new LongVector(values));
    }
}
