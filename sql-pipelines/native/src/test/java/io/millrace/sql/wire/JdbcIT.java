package io.millrace.sql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.EmbeddedEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoint as Proton's Java driver sees it; that driver always packs its blocks. */
final class JdbcIT {

    private final EmbeddedEngine engine = new EmbeddedEngine();
    private final NativeServer server =
            NativeServer.start(NativeSettings.defaults(), engine, NativeListener.NONE, Ticker.SYSTEM);

    @AfterEach
    void stop() {
        server.close();
        engine.close();
    }

    @Test
    void answersABoundedQuery() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS a, 'x' AS b")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("a")).isEqualTo(1);
            assertThat(rows.getString("b")).isEqualTo("x");
            assertThat(rows.next()).isFalse();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:timeplus://127.0.0.1:" + server.port() + "/default");
    }
}
