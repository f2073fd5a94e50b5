package io.millrace.connector.proton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Source;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.testkit.Queries;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipelines of one file that define the same stream, as those of the reference system do. */
@Timeout(60)
final class SharedNamesIT {

    private final EmbeddedEngine embedded = new EmbeddedEngine();
    private final NativeServer server =
            NativeServer.start(NativeSettings.defaults(), embedded, NativeListener.NONE, Ticker.SYSTEM);
    private final ProtonEngine engine =
            new ProtonEngine(ProtonSettings.of("127.0.0.1", server.port(), "default", "default", ""), Ticker.SYSTEM);

    @AfterEach
    void close() {
        engine.close();
        server.close();
        embedded.close();
    }

    private static List<String> pipeline(String value) {
        return List.of(
                "DROP STREAM IF EXISTS devices",
                "CREATE RANDOM STREAM IF NOT EXISTS devices(device string default '" + value + "') SETTINGS eps=1000",
                "SELECT * FROM devices");
    }

    private static String first(EnginePipeline pipeline) throws InterruptedException {
        return Queries.rows(pipeline, 1).getFirst();
    }

    @Test
    void eachReadsTheStreamAsItHasDefinedIt() throws InterruptedException {
        try (EnginePipeline one = engine.start("one", pipeline("first"));
                EnginePipeline two = engine.start("two", pipeline("second"))) {
            for (int i = 0; i < 3; i++) {
                Eventually.until("nobody reads the other", () -> reads(one, "first"));
                Eventually.until("nobody reads the other", () -> reads(two, "second"));
            }
        }
    }

    /** A query that has just ended may still be there for a moment. */
    private static boolean reads(EnginePipeline pipeline, String value) {
        try {
            assertThat(first(pipeline)).contains(value);
            return true;
        } catch (TransientException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyTakesAStreamFromWhoReadsIt() throws InterruptedException {
        try (EnginePipeline one = engine.start("one", pipeline("first"));
                EnginePipeline two = engine.start("two", pipeline("second"));
                Source<RowBatch> reading = two.query();
                Source<RowBatch> other = one.query()) {
            reading.open();
            assertThatThrownBy(other::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessage("'devices' is being read as pipeline 'two' has made it, and pipeline 'one' makes it"
                            + " otherwise on the same Proton; give the two streams different names, or read one"
                            + " pipeline after the other");
            assertThatThrownBy(() -> engine.start("three", pipeline("third"))).isInstanceOf(TransientException.class);
            assertThat(first(two)).contains("second");
            // a new version of the same pipeline
            try (EnginePipeline again = engine.start("two", pipeline("newer"))) {
                assertThat(first(again)).contains("newer");
            }
        }
    }

    @Test
    void whoDefinesTheSameShares() throws InterruptedException {
        try (EnginePipeline one = engine.start("one", pipeline("same"));
                EnginePipeline two = engine.start("two", pipeline("same"));
                Source<RowBatch> reading = two.query()) {
            reading.open();
            assertThat(first(one)).contains("same");
        }
    }

    @Test
    void namesAreFoundInWhatTheDialectDoesNotHaveToo() {
        List<String> sqls = List.of(
                "CREATE EXTERNAL STREAM IF NOT EXISTS topic(raw string) SETTINGS type='kafka', brokers='h:9092'",
                "create materialized view if not exists seen as select 1",
                "create stream s(a int)",
                "INSERT INTO s(a) VALUES (1)",
                "SELECT * FROM topic");
        assertThat(new Script("p", sqls, engine.settings()).names()).containsExactlyInAnyOrder("topic", "seen", "s");
    }
}
