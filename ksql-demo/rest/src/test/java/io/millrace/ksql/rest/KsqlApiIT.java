package io.millrace.ksql.rest;

import static io.millrace.ksql.rest.TestServer.await;
import static io.millrace.ksql.rest.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.ksql.rest.TestServer.Told;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of each path, over a real engine. */
final class KsqlApiIT {

    private static final String STREAM = """
            CREATE STREAM readings (id STRING KEY, place STRING, degrees DOUBLE) WITH
              (kafka_topic='rest_readings', partitions=2, value_format='json');""";
    private static final String TABLE = """
            CREATE TABLE warmest WITH (kafka_topic='rest_warmest') AS
              SELECT id, MAX(degrees) AS degrees, COUNT(*) AS n FROM readings GROUP BY id;""";

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = new TestServer(folder);
        Told created = server.ksqlFromEarliest(STREAM + TABLE);
        assertThat(created.status()).as(created.whole().body()).isEqualTo(200);
        JsonNode status = created.body().get(0);
        assertThat(status.path("@type").asText()).isEqualTo("currentStatus");
        assertThat(status.path("commandId").asText()).isEqualTo("stream/READINGS/create");
        assertThat(status.at("/commandStatus/status").asText()).isEqualTo("SUCCESS");
        assertThat(created.body().at("/1/commandStatus/queryId").asText()).startsWith("CTAS_WARMEST_");
        server.ksql("""
                INSERT INTO readings (id, place, degrees) VALUES ('a', 'hall', 20.5);
                INSERT INTO readings (id, place, degrees) VALUES ('a', 'hall', 21.5);
                INSERT INTO readings (id, place, degrees) VALUES ('b', 'O''Hare "x"', -3.0);""");
        await(
                "the table",
                () -> server.query("SELECT * FROM warmest;").body().size() == 4
                        && server.query("SELECT n FROM warmest WHERE id = 'a';")
                                        .body()
                                        .at("/1/row/columns/0")
                                        .asInt()
                                == 2);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pullQueryOverTheOlderPath() {
        Told told = server.query("SELECT id, degrees FROM warmest WHERE id = 'a';");
        assertThat(told.body().at("/0/header/schema").asText()).isEqualTo("`ID` STRING KEY, `DEGREES` DOUBLE");
        assertThat(told.body().at("/0/header/queryId").asText()).startsWith("query_");
        assertThat(told.body().at("/1/row/columns")).isEqualTo(json("[\"a\", 21.5]"));
        assertThat(told.body().at("/2/finalMessage").isTextual()).isTrue();
        assertThat(told.body()).hasSize(3);
        assertThat(told.whole().headers().firstValue("content-type")).hasValue("application/vnd.ksql.v1+json");
    }

    @Test
    void pullQueryOverTheNewerPathInEachForm() {
        String body = "{\"sql\":\"SELECT id, degrees FROM warmest WHERE id = 'a';\"}";
        Told lines = server.post("/query-stream", body);
        assertThat(lines.whole().headers().firstValue("content-type")).hasValue("application/vnd.ksqlapi.delimited.v1");
        String[] parts = lines.whole().body().split("\n", -1);
        assertThat(json(parts[0]).path("columnTypes")).isEqualTo(json("[\"STRING\",\"DOUBLE\"]"));
        assertThat(json(parts[0]).path("columnNames")).isEqualTo(json("[\"ID\",\"DEGREES\"]"));
        assertThat(parts[1]).isEqualTo("[\"a\",21.5]");
        assertThat(parts).hasSize(3);
        Told array = server.post("/query-stream", body, "Accept", "application/json");
        assertThat(array.body().get(1)).isEqualTo(json("[\"a\",21.5]"));
        assertThat(array.body()).hasSize(2);
        Told rows = server.post("/query-stream", body, "Accept", "application/vnd.ksql.v1+json");
        assertThat(rows.body().at("/1/row/columns/1").asDouble()).isEqualTo(21.5);
        assertThat(server.post("/query-stream", body, "Accept", "text/html").status())
                .isEqualTo(406);
    }

    @Test
    void anotherKeyInTheSameWordsIsAnotherRow() {
        assertThat(server.query("SELECT degrees FROM warmest WHERE id = 'a';")
                        .body()
                        .at("/1/row/columns/0")
                        .asDouble())
                .isEqualTo(21.5);
        assertThat(server.query("SELECT degrees FROM warmest WHERE id = 'b';")
                        .body()
                        .at("/1/row/columns/0")
                        .asDouble())
                .isEqualTo(-3.0);
        assertThat(server.query("SELECT degrees FROM warmest WHERE id = 'nobody';")
                        .body())
                .hasSize(2);
        assertThat(server.query("SELECT degrees FROM warmest WHERE id = 'it''s';")
                        .body())
                .hasSize(2);
    }

    @Test
    void wrongStatementsAreToldWithCodeAndText() {
        Told unknown = server.query("SELECT * FROM nowhere;");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body().path("error_code").asInt()).isEqualTo(40_001);
        assertThat(unknown.body().path("@type").asText()).isEqualTo("statement_error");
        assertThat(unknown.body().path("message").asText()).contains("NOWHERE");
        Told select = server.ksql("SELECT * FROM warmest;");
        assertThat(select.status()).isEqualTo(400);
        assertThat(select.body().path("error_code").asInt()).isEqualTo(40_002);
        assertThat(select.body().path("statementText").asText()).isEqualTo("SELECT * FROM warmest;");
        Told notJson = server.post("/ksql", "SHOW STREAMS;");
        assertThat(notJson.status()).isEqualTo(400);
        assertThat(notJson.body().path("error_code").asInt()).isEqualTo(40_000);
        assertThat(server.post("/ksql", "{\"streamsProperties\":{}}")
                        .body()
                        .path("message")
                        .asText())
                .contains("ksql");
    }

    @Test
    void resultsOfEarlierStatementsComeWithTheFailureOfALaterOne() {
        Told told = server.ksql("SHOW STREAMS; ASSERT TOPIC nobody_made_this TIMEOUT 0 SECONDS;");
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.body().at("/entities/0/@type").asText()).isEqualTo("streams");
        assertThat(told.body().path("statementText").asText()).startsWith("ASSERT TOPIC");
    }

    @Test
    void listsAndDescriptionsHaveTheirForms() {
        JsonNode all = server.ksql("SHOW STREAMS; SHOW TABLES; SHOW QUERIES; SHOW TOPICS; SHOW PROPERTIES;"
                        + "SHOW FUNCTIONS; DESCRIBE warmest EXTENDED; DESCRIBE FUNCTION split; SHOW TYPES;")
                .body();
        assertThat(all.at("/0/streams/0/name").asText()).isEqualTo("READINGS");
        assertThat(all.at("/0/streams/0/valueFormat").asText()).isEqualTo("JSON");
        assertThat(all.at("/1/tables/0/isWindowed").isBoolean()).isTrue();
        assertThat(all.at("/2/queries/0/queryType").asText()).isEqualTo("PERSISTENT");
        assertThat(all.at("/2/queries/0/sinks/0").asText()).isEqualTo("WARMEST");
        assertThat(all.at("/3/topics").findValuesAsText("name")).contains("rest_readings");
        assertThat(all.at("/4/properties").findValuesAsText("name")).contains("ksql.service.id");
        assertThat(all.at("/5/functions").findValuesAsText("name")).contains("SPLIT");
        JsonNode source = all.at("/6/sourceDescription");
        assertThat(source.at("/fields/0/name").asText()).isEqualTo("ID");
        assertThat(source.at("/fields/0/type").asText()).isEqualTo("KEY");
        assertThat(source.at("/fields/1/schema/type").asText()).isEqualTo("DOUBLE");
        assertThat(source.path("partitions").asInt()).isEqualTo(2);
        assertThat(source.at("/writeQueries")).hasSize(1);
        assertThat(all.at("/7/@type").asText()).isEqualTo("describe_function");
        assertThat(all.at("/8/@type").asText()).isEqualTo("type_list");
        String id = all.at("/2/queries/0/id").asText();
        JsonNode plan = server.ksql("EXPLAIN " + id + ";").body().at("/0/queryDescription");
        assertThat(plan.path("topology").asText()).contains("rest_readings");
        assertThat(plan.at("/ksqlHostQueryStatus/" + server.api.address()).asText())
                .isEqualTo("RUNNING");
    }

    @Test
    void serverTellsOfItself() {
        JsonNode info = server.get("/info").body().path("KsqlServerInfo");
        assertThat(info.path("kafkaClusterId").asText()).isNotEmpty();
        assertThat(info.path("ksqlServiceId").asText())
                .isEqualTo(server.engine.settings().serviceId());
        assertThat(server.get("/healthcheck").body().path("isHealthy").asBoolean())
                .isTrue();
        JsonNode cluster =
                server.get("/clusterStatus").body().path("clusterStatus").path(server.api.address());
        assertThat(cluster.path("hostAlive").asBoolean()).isTrue();
        assertThat(cluster.path("activeStandbyPerQuery")).hasSize(1);
        assertThat(cluster.at("/hostStoreLags/stateStoreLags")).hasSize(1);
        assertThat(server.get("/status/stream/READINGS/create")
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("SUCCESS");
        assertThat(server.get("/status/stream/NOBODY/create").status()).isEqualTo(404);
        assertThat(server.get("/is_valid_property/auto.offset.reset").body().asBoolean())
                .isTrue();
        assertThat(server.get("/is_valid_property/sasl.jaas.config").status()).isEqualTo(400);
    }

    @Test
    void requestsCannotSetWhatIsNotTheirs() {
        for (String body : new String[] {
            "{\"ksql\":\"SHOW STREAMS;\",\"streamsProperties\":{\"sasl.jaas.config\":\"x\"}}",
            "{\"ksql\":\"SET 'bootstrap.servers'='elsewhere:1'; SHOW STREAMS;\"}",
        }) {
            Told told = server.post("/ksql", body);
            assertThat(told.status()).isEqualTo(400);
            assertThat(told.body().path("message").asText()).contains("not for requests to set");
        }
    }

    @Test
    void commandSequenceNumberIsWaitedFor() {
        Told created = server.ksql("CREATE TYPE address AS STRUCT<street STRING>;");
        long sequence = created.body().at("/0/commandSequenceNumber").asLong();
        assertThat(sequence).isPositive();
        String body = "{\"ksql\":\"SHOW TYPES;\",\"commandSequenceNumber\":%d}";
        assertThat(server.post("/ksql", body.formatted(sequence))
                        .body()
                        .at("/0/types/ADDRESS/type")
                        .asText())
                .isEqualTo("STRUCT");
        Told late = server.post("/ksql", body.formatted(sequence + 1_000));
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.body().path("error_code").asInt()).isEqualTo(50_301);
    }

    @Test
    void rowsAreInsertedAndConfirmedInTheirOrder() throws InterruptedException {
        server.ksql(
                "CREATE STREAM notes (id INT KEY, text STRING, at TIMESTAMP, price DECIMAL(5, 2), tags ARRAY<STRING>)"
                        + " WITH (kafka_topic='rest_notes', partitions=1, value_format='json');");
        Told told = server.post("/inserts-stream", """
                {"target":"notes"}
                {"id":1,"text":"one","at":"2022-05-01T13:00:00.250","price":1.25,"tags":["a","b"]}
                {"id":"two"}
                {"ID":3,"nothing":1}
                {"ID":4,"text":"four","price":1.5}
                """);
        String[] acks = told.whole().body().split("\n", -1);
        assertThat(json(acks[0])).isEqualTo(json("{\"status\":\"ok\",\"seq\":0}"));
        assertThat(json(acks[1]).path("status").asText()).isEqualTo("error");
        assertThat(json(acks[1]).path("message").asText()).contains("ID must be INTEGER");
        assertThat(json(acks[2]).path("message").asText()).contains("NOTHING");
        assertThat(json(acks[3])).isEqualTo(json("{\"status\":\"ok\",\"seq\":3}"));
        JsonNode rows = server.query("SELECT * FROM notes;").body();
        assertThat(rows.at("/1/row/columns"))
                .isEqualTo(json("[1,\"one\",\"2022-05-01T13:00:00.250\",1.25,[\"a\",\"b\"]]"));
        assertThat(rows.at("/2/row/columns")).isEqualTo(json("[4,\"four\",null,1.50,null]"));
        assertThat(server.post("/inserts-stream", "{\"target\":\"nowhere\"}\n").status())
                .isEqualTo(400);
    }
}
