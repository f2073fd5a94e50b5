package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.BatchId;
import org.junit.jupiter.api.Test;

/** A token that the table knows without the rows: what a kill between the two leaves behind, made on purpose. */
class StoredBatchesIT {

    private static final String[] ROWS = {
        "{\"n\":1,\"text\":\"it's \\\\ one\"}", "{\"n\":2,\"text\":\"two\"}", "{\"n\":3,\"text\":\"\"}"
    };

    private final Table table;

    StoredBatchesIT() throws Exception {
        table = Table.fresh(server());
    }

    /** Where the table is. */
    ClickHouseServer server() throws Exception {
        return ClickHouseServer.shared();
    }

    private void forgetRows() throws Exception {
        // a mutation leaves the token, as dropping the part would not
        table.query("ALTER TABLE %s DELETE WHERE 1 SETTINGS mutations_sync = 2");
        assertThat(table.query("SELECT count() FROM %s")).isEqualTo("0");
    }

    @Test
    void putsABatchThereThatIsKnownAndMissing() throws Exception {
        try (ClickHouseSink sink = table.pairs()) {
            sink.open();
            table.query("CREATE TABLE " + table.database() + ".sums (one UInt8, total UInt64)"
                    + " ENGINE = SummingMergeTree ORDER BY one SETTINGS non_replicated_deduplication_window = 100");
            table.query("CREATE MATERIALIZED VIEW " + table.database() + ".mv TO " + table.database()
                    + ".sums AS SELECT 1 AS one, count() AS total FROM %s");
            sink.write(new BatchId("s", 0, 2), Table.batch(ROWS));
            forgetRows();
            for (int i = 0; i < 2; i++) {
                sink.open();
                sink.write(new BatchId("s", 0, 2), Table.batch(ROWS));
                sink.write(new BatchId("s", 0, 2), Table.batch(ROWS));
            }
        }
        assertThat(table.query("SELECT n, text, 0 FROM %s ORDER BY n"))
                .isEqualTo("1\tit\\'s \\\\ one\t0\n2\ttwo\t0\n3\t\t0");
        assertThat(table.query("SELECT sum(total) FROM " + table.database() + ".sums"))
                .isEqualTo("3");
        assertThat(table.query("SHOW TABLES FROM " + table.database())).doesNotContain("lost");
    }

    @Test
    void looksForRowsOfTheTicker() throws Exception {
        for (boolean decimal : new boolean[] {true, false}) {
            table.query("DROP TABLE IF EXISTS %s SYNC");
            try (ClickHouseSink sink =
                    new ClickHouseSink(table.settings().with(true, ClickHouseTable.ticker(decimal)))) {
                for (int i = 0; i < 3; i++) {
                    sink.open();
                    sink.write(new BatchId("s", 0, 0), Table.batch(TableSetupIT.TICKER));
                }
                forgetRows();
                sink.open();
                sink.write(new BatchId("s", 0, 0), Table.batch(TableSetupIT.TICKER));
            }
            assertThat(table.query("SELECT count() FROM %s")).isEqualTo("1");
        }
    }
}
