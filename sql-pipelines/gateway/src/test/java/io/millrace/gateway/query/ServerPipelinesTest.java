package io.millrace.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.catalog.Backend;
import io.millrace.gateway.catalog.PipelineCatalog;
import io.millrace.gateway.catalog.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipelines on a server that is named by the file, and may be away. */
@Timeout(60)
final class ServerPipelinesTest {

    private static final Backend ONE = new Backend("one", 8463, "default", "default", "");
    private static final Backend OTHER = new Backend("other", 8463, "default", "default", "secret");

    private final ScriptedEngine embedded = new ScriptedEngine();
    private final Map<Backend, ScriptedEngine> servers = new ConcurrentHashMap<>();
    private final Pipelines pipelines = new Pipelines(
            new Engines(embedded, this::server),
            new QuerySettings(10, SubscriberSettings.of(Overflow.DROP_OLDEST), Duration.ofSeconds(1)),
            Ticker.SYSTEM,
            QueryListener.NONE);

    private ScriptedEngine server(Backend backend) {
        return servers.computeIfAbsent(backend, _ -> new ScriptedEngine());
    }

    @AfterEach
    void close() {
        pipelines.close();
    }

    private static PipelineSpec spec(String name, @Nullable String engine) {
        return new PipelineSpec(name, List.of("DDL", "STREAM"), true, engine, null, null, null, null, null);
    }

    private void install(Backend backend, String engine, PipelineSpec... specs) {
        pipelines.install(new PipelineCatalog(backend, engine, List.of(specs), List.of()));
    }

    @Test
    void eachPipelineRunsOnTheEngineThatItNamesOrElseOnTheFiles() {
        install(ONE, "proton", spec("near", "embedded"), spec("far", null), spec("named", "proton"));

        assertThat(embedded.started).extracting(pipeline -> pipeline.name).containsExactly("near");
        assertThat(server(ONE).started).extracting(pipeline -> pipeline.name).containsExactly("far", "named");
    }

    @Test
    void anotherBackendMakesANewEngineForThosePipelinesThatUseIt() throws InterruptedException {
        install(ONE, "embedded", spec("near", null), spec("far", "proton"));
        try (TestReader near = new TestReader(pipelines.open("near", null, null));
                TestReader far = new TestReader(pipelines.open("far", null, null))) {
            install(OTHER, "embedded", spec("near", null), spec("far", "proton"));

            assertThat(far.end()).hasToString("Stopped[reason=pipeline changed]");
            embedded.started.getFirst().queries.getFirst().give(1);
            assertThat(near.rows(1)).containsExactly("{\"n\": 1}");
        }
        assertThat(embedded.started).hasSize(1);
        assertThat(server(ONE).closed).isTrue();
        assertThat(server(OTHER).started).hasSize(1);
    }

    @Test
    void aServerThatIsDownLeavesItsPipelinesThereAndIsFoundAgain() {
        server(ONE).down = "connection refused";
        install(ONE, "proton", spec("far", null), spec("second", null), spec("near", "embedded"));

        assertThat(pipelines.status("near").state()).isInstanceOf(PipelineState.Ready.class);
        assertThat(pipelines.status("far").state())
                .isInstanceOfSatisfying(
                        PipelineState.Unavailable.class,
                        state -> assertThat(state.problem()).hasMessage("connection refused"));
        assertThat(pipelines.server()).isEqualTo(new EngineStatus("proton", "connection refused"));
        assertThatThrownBy(() -> pipelines.open("far", null, null)).isInstanceOf(TransientException.class);

        server(ONE).down = null;
        Eventually.until(
                "all pipelines are ready",
                () -> List.of("far", "second").stream()
                        .allMatch(name -> pipelines.status(name).state() instanceof PipelineState.Ready));
        assertThat(pipelines.server()).isEqualTo(new EngineStatus("proton", null));
    }

    @Test
    void aReadFindsTheServerAgainByItself() {
        server(ONE).down = "connection refused";
        install(ONE, "proton", spec("far", null));
        server(ONE).down = null;

        pipelines.open("far", null, null).close();

        assertThat(pipelines.status("far").state()).isInstanceOf(PipelineState.Ready.class);
    }

    @Test
    void noServerIsShownWhenNoPipelineUsesIt() {
        install(ONE, "embedded", spec("near", null));
        assertThat(pipelines.server()).isNull();
    }

    @Test
    void readersAreToldWhenTheEngineHasLostRows() throws InterruptedException {
        install(ONE, "proton", spec("far", null));
        try (TestReader one = new TestReader(pipelines.open("far", null, null));
                TestReader latest = new TestReader(pipelines.open("far", Overflow.LATEST_BY_KEY, "n"))) {
            ScriptedEngine.ScriptedSource query =
                    server(ONE).started.getFirst().queries.getFirst();
            query.give(1);
            assertThat(one.rows(1)).containsExactly("{\"n\": 1}");
            assertThat(latest.rows(1)).containsExactly("{\"n\": 1}");
            query.interrupt("lost");
            query.give(2);

            Delivery gap = new Delivery.Interruption(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "lost");
            assertThat(one.next()).isEqualTo(gap);
            assertThat(one.rows(1)).containsExactly("{\"n\": 2}");
            assertThat(latest.next()).isEqualTo(gap);
        }
    }
}
