package io.millrace.ingest.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.sql.SqlFile.Engine;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SqlFileTest {

    @ParameterizedTest
    @EnumSource(Engine.class)
    void allCanBeReadAndSayWhatTheyAreFor(Engine engine) {
        for (String name : engine.files()) {
            SqlFile file = SqlFile.read(engine, name);
            assertThat(file.text()).as(name).startsWith("-- ").endsWith(";\n");
            assertThat(file.statements()).as(name).isNotEmpty().noneMatch(String::isBlank);
        }
    }

    @Test
    void splitsOutsideOfText() {
        assertThat(new SqlFile(Engine.DUCKDB, "x", "-- a; b\nSELECT ';' ;\nSELECT\n 2;\n").statements())
                .containsExactly("SELECT ';'", "SELECT\n 2");
    }

    @Test
    void namesOtherPlaces() {
        for (String name : Engine.CLICKHOUSE.files()) {
            assertThat(SqlFile.read(Engine.CLICKHOUSE, name).in("db", "t").statements())
                    .noneMatch(statement -> statement.contains("coinbase_"));
        }
        assertThatThrownBy(() -> SqlFile.read(Engine.DUCKDB, "tables").in("a b", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a b'");
    }

    @Test
    void refusesUnknownNames() {
        assertThatThrownBy(() -> SqlFile.read(Engine.DUCKDB, "users"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trade_id_gaps")
                .hasMessageContaining("was 'users'");
    }

    /** The reference made one user and gave rights to another. */
    @Test
    void givesRightsToUsersThatItMakes() {
        String text =
                String.join(";\n", SqlFile.read(Engine.CLICKHOUSE, "users").statements());
        assertThat(Pattern.compile("GRANT .* TO (\\w+)")
                        .matcher(text)
                        .results()
                        .map(result -> result.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(Pattern.compile("CREATE USER IF NOT EXISTS (\\w+)")
                        .matcher(text)
                        .results()
                        .map(result -> result.group(1))
                        .collect(Collectors.toSet()));
        assertThat(text).doesNotContainPattern("GRANT (?!SELECT ON)[^;]* TO grafana");
    }
}
