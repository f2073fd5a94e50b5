package io.millrace.connector.clickhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClickHouseServerIT {

    @Test
    void keepsItsDataWhenItIsKilled(@TempDir Path folder) throws Exception {
        try (ClickHouseServer server = ClickHouseServer.startOurs(folder)) {
            server.query("CREATE DATABASE IF NOT EXISTS kept");
            server.query("CREATE TABLE kept.t (n UInt64) ENGINE = MergeTree ORDER BY n");
            server.query("INSERT INTO kept.t VALUES (1), (2)");
            server.kill();
            assertThatThrownBy(() -> server.query("SELECT 1")).isInstanceOf(IOException.class);
            server.startAgain();
            assertThat(server.query("SELECT sum(n) FROM kept.t")).isEqualTo("3\n");
        }
    }

    @Test
    void saysWhatIsWrongWithAStatement() throws Exception {
        ClickHouseServer server = ClickHouseServer.shared();
        Assumptions.assumeTrue(server.ours(), "somebody else's server");
        assertThatThrownBy(() -> server.query("SELECT * FROM nowhere.t"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UNKNOWN_DATABASE");
        assertThat(server.query("SELECT 'a\tb' FORMAT JSONCompactEachRow")).isEqualTo("[\"a\\tb\"]\n");
    }
}
