package io.millrace.ksql.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against the documented bytes of the REST API, cut into pieces anywhere. */
@Timeout(60)
final class KsqlClientTest {

    private static final long SEED = 97;
    private static final String HEADER = "{\"queryId\":\"q1\",\"columnNames\":[\"VEH_ID\",\"LOCATION\"],"
            + "\"columnTypes\":[\"INTEGER\",\"STRING\"]}\n";
    private static final String ROW_1 = "[1377,\"60.278461|25.021287|1669603746\"]\n";
    private static final String ROW_2 = "[1003,\"60.168786|24.734465|1698068562 ä\"]\n";
    private static final String PULL = "[{\"header\":{\"queryId\":\"q2\",\"schema\":\"`VEH_ID` INTEGER KEY, `LOCATION`"
            + " STRING\"}},\n{\"row\":{\"columns\":[1377,\"60.278461|25.021287|1669603746\"]}},\n"
            + "{\"row\":{\"columns\":[1003,null],\"tombstone\":true}}]\n";

    private final List<KsqlRow> rows = new ArrayList<>();
    private WireServer server = none();
    private KsqlClient client = new KsqlClient(KsqlServer.at(URI.create("http://127.0.0.1:1")));

    private static WireServer none() {
        try {
            return new WireServer();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void open() {
        client = new KsqlClient(KsqlServer.at(server.address()));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void pullsRowsHoweverTheAnswerIsCut() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 30; round++) {
            rows.clear();
            server.answer("/query", 200, round == 0 ? new String[] {PULL} : cut(PULL, random));

            List<KsqlColumn> columns =
                    client.pull("select * from bus_current;", Map.of("a.property", "100"), rows::add);

            assertThat(columns)
                    .containsExactly(
                            new KsqlColumn("VEH_ID", "INTEGER", true), new KsqlColumn("LOCATION", "STRING", false));
            assertThat(rows).hasSize(2);
            assertThat(rows.getFirst().values().getFirst().asText()).isEqualTo("1377");
            assertThat(rows.getLast().tombstone()).isTrue();
            assertThat(rows.getLast().values().getLast().isNull()).isTrue();
        }
        JsonNode body = new ObjectMapper().readTree(server.asked.take().body());
        assertThat(body.path("ksql").asText()).isEqualTo("select * from bus_current;");
        assertThat(body.path("streamsProperties").path("a.property").asText()).isEqualTo("100");
    }

    @Test
    void pushesRowsHoweverTheAnswerIsCut() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 30; round++) {
            String all = HEADER + ROW_1 + "\n" + ROW_2;
            server.stream("/query-stream", round == 0 ? new String[] {all} : cut(all, random));
            try (KsqlPush push = client.push("select * from bus_current emit changes;", Map.of())) {
                assertThat(push.queryId()).isEqualTo("q1");
                assertThat(push.columns()).extracting(KsqlColumn::name).containsExactly("VEH_ID", "LOCATION");
                assertThat(next(push)).isEqualTo("60.278461|25.021287|1669603746");
                assertThat(next(push)).as("with its last character").endsWith(" ä");
            }
        }
    }

    @Test
    void sendsTheKeysThatTheServerUnderstands() throws Exception {
        server.stream("/query-stream", HEADER);
        try (KsqlPush _ = client.push("select 1;", Map.of("auto.offset.reset", "latest"))) {
            JsonNode body = new ObjectMapper().readTree(server.asked.take().body());
            assertThat(body.path("sql").asText()).isEqualTo("select 1;");
            assertThat(body.path("properties").path("auto.offset.reset").asText())
                    .isEqualTo("latest");
        }
    }

    @Test
    void leavingClosesTheConnectionAndTheQuery() throws Exception {
        server.stream("/query-stream", HEADER + ROW_1);
        KsqlPush push = client.push("select 1;", Map.of());
        next(push);
        Thread reader = Thread.ofVirtual().start(() -> assertThat(push.next()).isNull());
        Thread.sleep(50);
        push.close();

        assertThat(reader.join(Duration.ofSeconds(10)))
                .as("a next that waits ends")
                .isTrue();
        assertThat(server.left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.asked.take().path()).isEqualTo("/query-stream");
        WireServer.Asked closing = server.asked.poll(10, TimeUnit.SECONDS);
        assertThat(closing).isEqualTo(new WireServer.Asked("/close-query", "{\"queryId\":\"q1\"}"));
    }

    @Test
    void saysWhyTheServerRefuses() {
        server.answer(
                "/query",
                400,
                "{\"@type\":\"statement_error\",\"error_code\":40001,\"message\":\"BUS does not exist.\\nStatement: x\","
                        + "\"statementText\":\"x\",\"entities\":[]}");
        assertThatThrownBy(() -> client.pull("x", Map.of(), rows::add))
                .isInstanceOfSatisfying(
                        KsqlException.class, e -> assertThat(e.code()).isEqualTo(40_001))
                .hasMessage("ksqlDB refuses: BUS does not exist. (40001)");
        server.answer("/query", 503, "{\"error_code\":50303,\"message\":\"not ready\"}");
        assertThatThrownBy(() -> client.pull("x", Map.of(), rows::add)).isInstanceOf(TransientException.class);
        server.answer("/query", 502, "<html>bad gateway</html>");
        assertThatThrownBy(() -> client.pull("x", Map.of(), rows::add))
                .isInstanceOf(TransientException.class)
                .hasMessage("ksqlDB answered 502");
    }

    @Test
    void aQueryThatFailsOnTheWayIsTold() throws Exception {
        server.answer(
                "/query",
                200,
                "[{\"header\":{\"queryId\":\"q\",\"schema\":\"`A` STRING\"}},",
                "{\"row\":{\"columns\":[\"a\"]}},{\"errorMessage\":{\"error_code\":50000,\"message\":\"lost\"}}]");
        assertThatThrownBy(() -> client.pull("x", Map.of(), rows::add))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("lost");
        assertThat(rows).hasSize(1);
        server.stream(
                "/query-stream",
                HEADER,
                ROW_1 + "{\"@type\":\"generic_error\",\"error_code\":50000,",
                "\"message\":\"x\"}\n");
        try (KsqlPush push = client.push("x", Map.of())) {
            next(push);
            assertThatThrownBy(push::next)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("50000");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoEnd() throws Exception {
        server.answer("/query", 200, PULL.substring(0, PULL.length() - 20));
        assertThatThrownBy(() -> client.pull("x", Map.of(), rows::add)).isInstanceOf(TransientException.class);
        server.answer("/query-stream", 200, HEADER, ROW_1.substring(0, 9));
        try (KsqlPush push = client.push("x", Map.of())) {
            assertThatThrownBy(push::next).isInstanceOf(TransientException.class);
        }
        server.answer("/query-stream", 200, HEADER, ROW_1);
        try (KsqlPush push = client.push("x", Map.of())) {
            next(push);
            assertThat(push.next()).as("the server ended the query").isNull();
        }
        server.stream("/query-stream", "[1,2]\n");
        assertThatThrownBy(() -> client.push("x", Map.of())).hasMessageContaining("does not begin with the columns");
    }

    @Test
    void rowsAreBounded() throws Exception {
        try (KsqlClient small = new KsqlClient(new KsqlServer(server.address(), false, Duration.ofSeconds(5), 1_024))) {
            server.stream("/query-stream", HEADER, "[\"" + "x".repeat(5_000) + "\"]\n");
            try (KsqlPush push = small.push("x", Map.of())) {
                assertThatThrownBy(push::next).hasRootCauseMessage("a row has more than 1024 bytes");
            }
        }
    }

    @Test
    void aServerThatIsAwayIsNotWaitedForForEver() throws Exception {
        URI gone = server.address();
        server.close();
        try (KsqlClient none = new KsqlClient(KsqlServer.at(gone))) {
            assertThatThrownBy(() -> none.pull("x", Map.of(), rows::add))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cannot reach ksqlDB at " + gone);
        }
    }

    @Test
    void describesATable() throws Exception {
        server.answer(
                "/ksql",
                200,
                "[{\"@type\":\"sourceDescription\",\"sourceDescription\":{\"name\":\"BUS_CURRENT\",\"fields\":["
                        + "{\"name\":\"VEH_ID\",\"schema\":{\"type\":\"INTEGER\",\"fields\":null},\"type\":\"KEY\"},"
                        + "{\"name\":\"LOCATION\",\"schema\":{\"type\":\"STRING\"}}]}}]");
        assertThat(client.describe("bus_current"))
                .containsExactly(
                        new KsqlColumn("VEH_ID", "INTEGER", true), new KsqlColumn("LOCATION", "STRING", false));
        assertThatThrownBy(() -> client.describe("a; drop table b")).hasMessageContaining("is no name");
    }

    @Test
    void valuesStayValues() {
        KsqlColumn number = new KsqlColumn("VEH_ID", "INTEGER", true);
        KsqlColumn text = new KsqlColumn("VEH_ID", "STRING", true);
        assertThat(KsqlText.literal("1377", number)).isEqualTo("1377");
        assertThat(KsqlText.literal("1377", text)).isEqualTo("'1377'");
        assertThat(KsqlText.literal("' or 1=1 --", text)).isEqualTo("''' or 1=1 --'");
        assertThatThrownBy(() -> KsqlText.literal("1 or 1=1", number)).hasMessageContaining("is no INTEGER");
    }

    private static String next(KsqlPush push) {
        KsqlRow row = push.next();
        assertThat(row).isNotNull();
        return row == null ? "" : row.values().getLast().asText();
    }

    /** The text in pieces of random length; cut between characters, the chunks' bytes are cut by the client's reads. */
    private static String[] cut(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int length = Math.min(text.length() - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
            pieces.add(text.substring(at, at + length));
            at += length;
        }
        return pieces.toArray(String[]::new);
    }
}
