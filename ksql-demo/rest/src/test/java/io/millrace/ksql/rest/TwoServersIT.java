package io.millrace.ksql.rest;

import static io.millrace.ksql.rest.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.ksql.rest.TestServer.Told;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers of one application, each asked for rows that the other keeps. */
@Timeout(240)
final class TwoServersIT {

    private static final int KEYS = 30;
    private static final String ALL = "SELECT * FROM counts;";

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    /** Rows of an answer: what is not the header and not the message at the end. */
    private static int rows(Told told) {
        return told.status() == 200 ? told.body().size() - 2 : -1;
    }

    private static double given(TestServer server) {
        return server.meters
                .get(KsqlApiMeter.ROWS.meter())
                .tag("kind", "internal")
                .counter()
                .count();
    }

    @Test
    void answerForEachOtherAndACopyAnswersForTheDead() throws Exception {
        String name = TestServer.application();
        try (TestServer one = new TestServer(name, first, KsqlApiSettings.LOOPBACK, 1);
                TestServer two = new TestServer(name, second, KsqlApiSettings.LOOPBACK, 1)) {
            one.ksqlFromEarliest("""
                    CREATE STREAM events (id INT KEY, v DECIMAL(6, 2)) WITH
                      (kafka_topic='%1$sevents', partitions=4, value_format='json');
                    CREATE TABLE counts WITH (kafka_topic='%1$scounts') AS
                      SELECT id, COUNT(*) AS n, MAX(v) AS v FROM events GROUP BY id;""".formatted(name));
            for (int i = 0; i < KEYS; i++) {
                one.engine
                        .insert("EVENTS", Map.of("ID", i, "V", new BigDecimal(i + ".25")))
                        .join();
            }
            await("the work is shared", () -> rows(one.query(ALL)) == KEYS && given(two) > 0);
            await("both know all", () -> rows(two.query(ALL)) == KEYS && given(one) > 0);
            for (int i = 0; i < KEYS; i++) {
                String statement = "SELECT n, v FROM counts WHERE id = " + i + ";";
                JsonNode row = one.query(statement).body().at("/1/row/columns");
                assertThat(row.toString()).isEqualTo("[1," + i + ".25]");
                assertThat(two.query(statement).body().at("/1/row/columns")).isEqualTo(row);
            }
            JsonNode status = one.get("/clusterStatus").body().path("clusterStatus");
            assertThat(status.at("/" + two.api.address() + "/hostAlive").asBoolean())
                    .isTrue();
            await(
                    "copies",
                    () -> one.get("/clusterStatus").body().findValues("standByPartitions").stream()
                            .anyMatch(partitions -> !partitions.isEmpty()));
            // dead for those who ask, while Kafka still takes it for alive
            two.api.close();
            await("a copy answers", Duration.ofSeconds(8), () -> rows(one.query(ALL)) == KEYS);
            assertThat(one.get("/clusterStatus")
                            .body()
                            .at("/clusterStatus/" + two.api.address() + "/hostAlive")
                            .asBoolean())
                    .isFalse();
            Told strict = one.post("/query", """
                    {"ksql":"%s","streamsProperties":{"ksql.query.pull.enable.standby.reads":"false"}}""".formatted(ALL));
            assertThat(strict.status()).as(strict.whole().body()).isEqualTo(503);
            assertThat(strict.body().path("message").asText()).contains("nobody answers for partition");
        }
    }
}
