package io.millrace.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.catalog.Backend;
import io.millrace.gateway.catalog.PipelineCatalog;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.sql.SqlException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PipelinesTest {

    private static final PipelineSpec STREAM = new PipelineSpec("stream", List.of("DDL", "STREAM"));
    private static final PipelineSpec ONCE = new PipelineSpec("once", List.of("ONCE"));

    private final ScriptedEngine engine = new ScriptedEngine();
    private final Ended ended = new Ended();
    private final Pipelines pipelines = new Pipelines(
            new Engines(engine, _ -> new ScriptedEngine()),
            new QuerySettings(
                    3,
                    new SubscriberSettings(Overflow.DROP_OLDEST, 100, 1 << 20, Duration.ofMinutes(1)),
                    Duration.ofSeconds(1)),
            Ticker.SYSTEM,
            ended);

    /** Knows when a query has ended. */
    private static final class Ended implements QueryListener {
        private final CompletableFuture<EndReason> first = new CompletableFuture<>();

        @Override
        public void ended(String pipeline, EndReason reason) {
            first.complete(reason);
        }

        EndReason await() throws Exception {
            return first.get(1, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        pipelines.close();
    }

    @Test
    void readersOfAStreamingPipelineShareOneQuery() throws InterruptedException {
        install(STREAM);

        try (TestReader one = reader("stream");
                TestReader two = reader("stream")) {
            query(0, 0).give(1, 2);
            assertThat(one.rows(2)).containsExactly("{\"n\": 1}", "{\"n\": 2}");
            assertThat(two.rows(2)).containsExactly("{\"n\": 1}", "{\"n\": 2}");

            assertThat(engine.started).hasSize(1);
            assertThat(engine.started.getFirst().queries).hasSize(1);
            assertThat(pipelines.queries()).singleElement().satisfies(query -> {
                assertThat(query.readers()).isEqualTo(2);
                assertThat(query.shared()).isTrue();
                assertThat(query.rows()).isEqualTo(2);
                assertThat(query.bytes()).isEqualTo(18);
                assertThat(query.state()).isEqualTo(QueryStatus.State.RUNNING);
            });
        }
    }

    @Test
    void aQueryStartsWithItsFirstReaderAndStopsWithItsLast() throws Exception {
        install(STREAM);
        assertThat(engine.started.getFirst().queries).isEmpty();

        TestReader one = reader("stream");
        TestReader two = reader("stream");
        one.close();
        assertThat(query(0, 0).closed).isFalse();
        two.close();

        assertThat(ended.await()).isInstanceOf(EndReason.Stopped.class);
        assertThat(query(0, 0).closed).isTrue();
        assertThat(pipelines.queries()).isEmpty();
        assertThat(pipelines.running()).isZero();
        assertThat(engine.started.getFirst().closed).as("the set-up stays").isFalse();

        try (TestReader _ = reader("stream")) {
            assertThat(engine.started).hasSize(1);
            assertThat(engine.started.getFirst().queries).hasSize(2);
        }
    }

    @Test
    void shareFalseGivesEachReaderAQueryOfItsOwn() {
        install(new PipelineSpec("stream", List.of("STREAM"), false, null, null, null, null, null, null));

        try (TestReader _ = reader("stream");
                TestReader _ = reader("stream")) {
            assertThat(engine.started).hasSize(1);
            assertThat(engine.started.getFirst().queries).hasSize(2);
        }
    }

    @Test
    void aReaderThatBlocksHoldsUpOnlyItself() throws InterruptedException {
        install(new PipelineSpec("stream", List.of("STREAM"), true, null, null, null, 2L, null, null));

        try (TestReader quick = reader("stream");
                TestReader slow = new TestReader(pipelines.open("stream", Overflow.BLOCK, null))) {
            for (int i = 0; i < 50; i++) {
                query(0, 1).give(i);
                query(0, 0).give(i);
                assertThat(quick.rows(1)).containsExactly("{\"n\": " + i + "}");
            }
            assertThat(slow.rows(50)).hasSize(50);
        }
    }

    @Test
    void aBoundedQueryRunsPerReaderAndEnds() throws InterruptedException {
        install(ONCE);

        try (TestReader one = reader("once");
                TestReader two = reader("once")) {
            query(0, 0).give(1);
            query(0, 0).end();
            assertThat(one.rows(1)).containsExactly("{\"n\": 1}");
            assertThat(one.end()).isEqualTo(new EndReason.Completed());

            query(0, 1).give(2);
            assertThat(two.rows(1)).containsExactly("{\"n\": 2}");
        }
    }

    @Test
    void aFailureIsToldToAllReadersAndTheNextOneStartsAfresh() throws InterruptedException {
        install(STREAM);

        try (TestReader one = reader("stream");
                TestReader two = reader("stream")) {
            query(0, 0).fail(new FatalException("disk on fire"));
            for (TestReader reader : List.of(one, two)) {
                assertThat(reader.end())
                        .isInstanceOfSatisfying(
                                EndReason.Failed.class,
                                failed -> assertThat(failed.cause().reason()).isEqualTo("disk on fire"));
            }
            try (TestReader three = reader("stream")) {
                query(0, 1).give(7);
                assertThat(three.rows(1)).containsExactly("{\"n\": 7}");
            }
        }
    }

    @Test
    void onlyChangedPipelinesRestartAndTheirReadersAreToldWhy() throws InterruptedException {
        PipelineSpec other = new PipelineSpec("other", List.of("STREAM"));
        install(STREAM, other);

        try (TestReader changed = reader("stream");
                TestReader kept = reader("other")) {
            install(other, new PipelineSpec("stream", List.of("STREAM")));
            assertThat(changed.end()).isEqualTo(new EndReason.Stopped("pipeline changed"));
            assertThat(engine.started.get(0).closed).isTrue();

            query(1, 0).give(1);
            assertThat(kept.rows(1)).hasSize(1);
            assertThat(pipelines.list())
                    .extracting(status -> status.spec().name())
                    .containsExactly("other", "stream");

            install(new PipelineSpec("stream", List.of("STREAM")));
            assertThat(kept.end()).isEqualTo(new EndReason.Stopped("pipeline deleted"));
            assertThat(engine.started).hasSize(3);
        }
    }

    @Test
    void aPipelineThatIsWrongIsListedWithItsProblemAndRefusesReaders() {
        install(new PipelineSpec("wrong", List.of("DDL", "WRONG")), STREAM);

        assertThat(pipelines.status("wrong").state())
                .isInstanceOfSatisfying(
                        PipelineState.Refused.class,
                        refused -> assertThat(refused.problem())
                                .isInstanceOfSatisfying(
                                        SqlException.class,
                                        sql -> assertThat(sql.statement()).isEqualTo(2)));
        assertThatThrownBy(() -> pipelines.open("wrong", null, null)).isInstanceOf(SqlException.class);
        assertThat(pipelines.status("stream").state()).isInstanceOf(PipelineState.Ready.class);
    }

    @Test
    void moreQueriesThanAllowedAreRefused() {
        install(ONCE);

        try (TestReader _ = reader("once");
                TestReader _ = reader("once")) {
            try (TestReader _ = reader("once")) {
                InvalidRequestException refused =
                        catchThrowableOfType(InvalidRequestException.class, () -> reader("once"));
                assertThat(refused.kind()).isEqualTo(InvalidRequestException.Reason.TOO_MANY);
            }
            try (TestReader _ = reader("once")) {
                assertThat(pipelines.running()).isEqualTo(3);
            }
        }
    }

    @Test
    void latestByKeyNeedsAColumnThatExists() throws InterruptedException {
        install(STREAM);

        assertThatThrownBy(() -> pipelines.open("stream", Overflow.LATEST_BY_KEY, null))
                .hasMessageContaining("key=<column>");
        assertThatThrownBy(() -> pipelines.open("stream", Overflow.LATEST_BY_KEY, "m"))
                .hasMessageContaining("no column 'm'")
                .hasMessageContaining("the columns are n");
        try (TestReader plain = reader("stream");
                TestReader keyed = new TestReader(pipelines.open("stream", Overflow.LATEST_BY_KEY, "n"))) {
            query(0, 0).give(5, 5);
            assertThat(plain.chunk().keyed()).isFalse();
            assertThat(keyed.chunk()).satisfies(chunk -> {
                assertThat(chunk.keyed()).isTrue();
                assertThat(chunk.key(0)).isEqualTo(chunk.key(1));
            });
            assertThat(engine.started.getFirst().queries)
                    .as("one query for both encodings")
                    .hasSize(1);
        }
    }

    @Test
    void aQueryCanBeStoppedByItsId() throws InterruptedException {
        install(STREAM);

        try (TestReader reader = reader("stream")) {
            pipelines.stop(pipelines.queries().getFirst().id());
            assertThat(reader.end()).isEqualTo(new EndReason.Stopped("stopped by request"));
        }
        assertThatThrownBy(() -> pipelines.stop("q99")).hasMessage("query not found");
    }

    @Test
    void closingTellsAllReadersThatTheServiceShutsDown() throws InterruptedException {
        install(STREAM, ONCE);

        try (TestReader one = reader("stream");
                TestReader two = reader("once")) {
            pipelines.close();
            assertThat(one.end()).isEqualTo(new EndReason.Stopped("shutting down"));
            assertThat(two.end()).isEqualTo(new EndReason.Stopped("shutting down"));
        }
    }

    @Test
    void aReaderOfAPipelineThatHasJustGoneMayTryAgain() {
        install(STREAM);
        Reader late = pipelines.open("stream", null, null);
        install();

        assertThatThrownBy(() -> late.subscribe(() -> {})).isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> pipelines.open("stream", null, null)).hasMessage("pipeline not found");
    }

    private void install(PipelineSpec... specs) {
        pipelines.install(new PipelineCatalog(Backend.DEFAULT, PipelineCatalog.EMBEDDED, List.of(specs), List.of()));
    }

    private TestReader reader(String name) {
        return new TestReader(pipelines.open(name, null, null));
    }

    private ScriptedEngine.ScriptedSource query(int pipeline, int query) {
        ScriptedEngine.@Nullable ScriptedSource found =
                engine.started.get(pipeline).queries.get(query);
        return Objects.requireNonNull(found, "no such query");
    }
}
