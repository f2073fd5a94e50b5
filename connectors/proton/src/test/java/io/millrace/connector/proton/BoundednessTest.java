package io.millrace.connector.proton;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundednessTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "-- a comment\nselect * from table(s)",
                "SELECT * FROM s SETTINGS query_mode='table'",
                "SELECT * FROM s SETTINGS max_events=5",
                "WITH a AS (SELECT * FROM table(s)) SELECT * FROM a",
                "SELECT count() FROM (SELECT i FROM table(s))",
                "SELECT * FROM table(a) JOIN table(b) ON a.i = b.i",
                "SHOW STREAMS",
                "DESCRIBE s",
                "SELECT unknown~syntax FROM table(s)"
            })
    void endsByItself(String sql) {
        assertThat(Boundedness.of(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM s",
                "SELECT count(*) FROM tumble(s, 1s) GROUP BY window_start",
                "SELECT * FROM s SETTINGS max_events=0",
                "WITH s AS (SELECT * FROM s) SELECT * FROM s",
                "SELECT * FROM table(a) JOIN b ON a.i = b.i",
                "SELECT unknown~syntax FROM s"
            })
    void goesOnForEver(String sql) {
        assertThat(Boundedness.of(sql)).isFalse();
    }
}
