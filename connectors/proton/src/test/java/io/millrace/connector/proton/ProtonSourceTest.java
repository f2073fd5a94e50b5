package io.millrace.connector.proton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.connector.proton.ScriptedProton.Peer;
import io.millrace.connector.proton.ScriptedProton.Scene;
import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.RowBatch;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shapes of failure, against a peer that makes them. */
@Timeout(60)
final class ProtonSourceTest {

    private static final String STREAM = "SELECT n FROM s";
    private static final String BOUNDED = "SELECT n FROM table(s)";
    private static final Duration LONG = Duration.ofSeconds(30);

    /** What a pipeline's start needs: its columns, and the end of the connection. */
    private static final Scene PLAN = peer -> {
        peer.greet().header();
        peer.hear();
    };

    private static EnginePipeline start(ScriptedProton proton, OnLost onLost, String... sqls) {
        return new ProtonEngine(proton.settings(onLost), Ticker.SYSTEM).start("test", List.of(sqls));
    }

    /** All that a source tells until its end: values, and {@code gap}. */
    private static List<String> read(EnginePipeline pipeline) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try (Source<RowBatch> source = pipeline.query((_, _, _) -> seen.add("gap"))) {
            source.open();
            while (source.poll(LONG) instanceof Poll.Batch<RowBatch>(var records, var _)) {
                records.forEach(record -> {
                    for (int i = 0; i < record.value().size(); i++) {
                        seen.add(Long.toString(record.value().longs(0).values[i]));
                    }
                });
            }
        }
        return seen;
    }

    private static void halfABlock(Peer peer) throws IOException {
        peer.greet().header().rows(1, 2).block("n", "int64", 2).out.writeLong(3);
        peer.send();
    }

    @Test
    void aConnectionLostWithinABlockIsAGapAndThenRowsAgain() throws Exception {
        try (ScriptedProton proton = new ScriptedProton(
                PLAN,
                ProtonSourceTest::halfABlock,
                _ -> {},
                peer -> peer.greet().header().rows(7).end())) {
            assertThat(read(start(proton, OnLost.RECONNECT, STREAM))).containsExactly("1", "2", "gap", "7");
            assertThat(proton.connections).hasValue(4);
        }
    }

    @Test
    void aResetConnectionIsAGapAsWell() throws Exception {
        // what the client has not read by then is lost with it
        try (ScriptedProton proton = new ScriptedProton(
                PLAN,
                peer -> peer.greet().header().rows(1).reset(),
                peer -> peer.greet().header().rows(7).end())) {
            assertThat(read(start(proton, OnLost.RECONNECT, STREAM))).endsWith("gap", "7");
        }
    }

    @Test
    void aStreamThatShallNotReconnectFails() {
        try (ScriptedProton proton = new ScriptedProton(PLAN, ProtonSourceTest::halfABlock)) {
            EnginePipeline pipeline = start(proton, OnLost.FAIL, STREAM);
            assertThatThrownBy(() -> read(pipeline))
                    .isInstanceOf(TransientException.class)
                    .hasMessageStartingWith("connection to Proton at 127.0.0.1:")
                    .hasMessageContaining(" lost: ");
        }
    }

    @Test
    void aQueryThatEndsByItselfNeverRunsTwice() {
        try (ScriptedProton proton = new ScriptedProton(PLAN, ProtonSourceTest::halfABlock)) {
            EnginePipeline pipeline = start(proton, OnLost.RECONNECT, BOUNDED);
            assertThat(pipeline.plan().bounded()).isTrue();
            assertThatThrownBy(() -> read(pipeline)).isInstanceOf(TransientException.class);
            assertThat(proton.connections).hasValue(2);
        }
    }

    @Test
    void aPeerThatGivesNoSignOfLifeCountsAsLost() throws Exception {
        try (ScriptedProton proton = new ScriptedProton(
                PLAN,
                peer -> {
                    peer.greet().header().rows(1);
                    peer.hear();
                },
                peer -> peer.greet().header().rows(2).end())) {
            ProtonSettings settings = proton.settings(OnLost.RECONNECT, Duration.ofMillis(200), 10);
            EnginePipeline pipeline = new ProtonEngine(settings, Ticker.SYSTEM).start("test", List.of(STREAM));
            assertThat(read(pipeline)).containsExactly("1", "gap", "2");
        }
    }

    @Test
    void aServerThatHasForgottenTheStreamGetsTheSetUpAgain() throws Exception {
        try (ScriptedProton proton = new ScriptedProton(
                peer -> {
                    peer.greet().hear();
                    peer.end().header();
                    peer.hear();
                },
                peer -> {
                    peer.greet().hear();
                    peer.exception(60, "Unknown stream s").hear();
                    peer.end().header().rows(5).end();
                })) {
            assertThat(read(start(proton, OnLost.RECONNECT, "CREATE STREAM s(n int64)", STREAM)))
                    .containsExactly("5");
        }
    }

    @Test
    void aQueryThatDoesNotHeedItsCancellationIsCut() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        try (ScriptedProton proton = new ScriptedProton(PLAN, peer -> {
            peer.greet().header().rows(1);
            asked.set(peer.hear());
            while (peer.hear()) {
                // it goes on as if nothing had been said
            }
            cut.countDown();
        })) {
            Source<RowBatch> source = start(proton, OnLost.RECONNECT, STREAM).query();
            source.open();
            assertThat(source.poll(LONG)).isInstanceOf(Poll.Batch.class);
            source.close();
            assertThat(source.poll(LONG)).isInstanceOf(Poll.End.class);
            assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(asked).as("it was asked before").isTrue();
        }
    }

    @Test
    void closingUnblocksAPollAndEndsTheSearchForALostServer() throws Exception {
        try (ScriptedProton proton = new ScriptedProton(PLAN, ProtonSourceTest::halfABlock)) {
            EnginePipeline pipeline = start(proton, OnLost.RECONNECT, STREAM);
            Source<RowBatch> source = pipeline.query();
            source.open();
            assertThat(source.poll(LONG)).isInstanceOf(Poll.Batch.class);
            Eventually.until("it searches", () -> proton.connections.get() > 4);
            Thread poller = Thread.ofVirtual().start(() -> {
                try {
                    source.poll(Duration.ofDays(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            pipeline.close();
            assertThat(poller.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aQueryThatSomeoneEndedFailsWhileAServerThatGoesIsLookedFor() throws Exception {
        try (ScriptedProton killed = new ScriptedProton(
                PLAN,
                peer -> peer.greet()
                        .header()
                        .rows(1)
                        .exception(394, "Query was cancelled")
                        .hear())) {
            EnginePipeline pipeline = start(killed, OnLost.RECONNECT, STREAM);
            assertThatThrownBy(() -> read(pipeline))
                    .isInstanceOf(TransientException.class)
                    .hasMessageEndingWith("(code 394): Query was cancelled");
        }
        try (ScriptedProton stopping = new ScriptedProton(
                PLAN,
                peer -> peer.greet().header().rows(1).exception(394, "Query was cancelled"),
                peer -> peer.greet().header().rows(2).end())) {
            assertThat(read(start(stopping, OnLost.RECONNECT, STREAM))).containsExactly("1", "gap", "2");
        }
    }

    @Test
    void errorsOfTheServerKeepCodeTextAndStatement() {
        try (ScriptedProton proton = new ScriptedProton(peer -> {
            peer.greet().hear();
            peer.end().hear();
            peer.exception(4_711, "no such thing");
        })) {
            SqlException refused = catchThrowableOfType(
                    SqlException.class, () -> start(proton, OnLost.RECONNECT, "DDL 1", "DDL 2", STREAM));
            assertThat(refused).hasMessage("no such thing");
            assertThat(refused.code()).isEqualTo(SqlException.Code.OTHER);
            assertThat(refused.details()).containsEntry("code", 4_711).containsEntry("statement", 2);
        }
    }

    @Test
    void aWrongPasswordIsTheOperatorsAndIsNotTold() {
        try (ScriptedProton proton = new ScriptedProton(peer -> {
            peer.hear();
            peer.exception(516, "default: Authentication failed");
        })) {
            ProtonEngine engine = new ProtonEngine(proton.settings(OnLost.RECONNECT), Ticker.SYSTEM);
            assertThatThrownBy(() -> engine.start("test", List.of(STREAM)))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("refuses (code 516): default: Authentication failed")
                    .hasMessageNotContaining("open-sesame");
            assertThat(engine.problem()).contains("Authentication failed");
            assertThat(engine.settings()).asString().doesNotContain("open-sesame");
        }
    }

    @Test
    void whatDoesNotSpeakTheProtocolIsTold() {
        try (ScriptedProton proton = new ScriptedProton(peer -> {
            peer.hear();
            peer.socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            assertThatThrownBy(() -> start(proton, OnLost.RECONNECT, STREAM))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("does not speak Proton's native protocol")
                    .hasMessageContaining("8463");
        }
    }

    @Test
    void aColumnThatCannotBeReadIsRefusedByNameAndType() {
        try (ScriptedProton proton = new ScriptedProton(peer -> {
            peer.greet().hear();
            peer.block("doc", "array(json)", 0);
        })) {
            SqlException refused =
                    catchThrowableOfType(SqlException.class, () -> start(proton, OnLost.RECONNECT, STREAM));
            assertThat(refused.number()).isEqualTo(48);
            assertThat(refused).hasMessageStartingWith("column 'doc' has the type array(json), which cannot be read");
        }
    }

    @Test
    void totalsAreNoRows() throws Exception {
        try (ScriptedProton proton = new ScriptedProton(PLAN, peer -> {
            peer.greet().header().rows(1);
            peer.block(7, "n", "int64", 1).out.writeLong(99);
            peer.send().end();
        })) {
            assertThat(read(start(proton, OnLost.RECONNECT, BOUNDED))).containsExactly("1");
        }
    }

    @Test
    void moreConnectionsThanAllowedAreRefused() {
        CountDownLatch over = new CountDownLatch(1);
        Scene running = peer -> {
            peer.greet().header();
            peer.hear();
            over.countDown();
        };
        try (ScriptedProton proton = new ScriptedProton(PLAN, running)) {
            ProtonSettings settings = proton.settings(OnLost.RECONNECT, Duration.ofSeconds(30), 1);
            EnginePipeline pipeline = new ProtonEngine(settings, Ticker.SYSTEM).start("test", List.of(STREAM));
            try (Source<RowBatch> one = pipeline.query();
                    Source<RowBatch> two = pipeline.query()) {
                one.open();
                InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, two::open);
                assertThat(refused.kind()).isEqualTo(InvalidRequestException.Reason.TOO_MANY);
                assertThat(refused).hasMessageStartingWith("1 connections to Proton at 127.0.0.1:");
            }
            Eventually.until("the place is free again", () -> {
                try (Source<RowBatch> three = pipeline.query()) {
                    three.open();
                    return false;
                } catch (TransientException _) {
                    return true;
                } catch (InvalidRequestException _) {
                    return false;
                }
            });
        }
    }

    @Test
    void aServerThatIsNotThereIsTransient() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProtonEngine engine =
                new ProtonEngine(ProtonSettings.of("127.0.0.1", port, "default", "default", ""), Ticker.SYSTEM);
        assertThatThrownBy(() -> engine.start("test", List.of(STREAM)))
                .isInstanceOf(TransientException.class)
                .hasMessageMatching("cannot connect to Proton at 127\\.0\\.0\\.1:\\d+: connection refused");
    }
}
