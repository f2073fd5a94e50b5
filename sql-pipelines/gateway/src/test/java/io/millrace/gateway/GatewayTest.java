package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.gateway.catalog.CatalogException;
import io.millrace.gateway.catalog.CatalogFile;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.gateway.query.Engines;
import io.millrace.gateway.query.Pipelines;
import io.millrace.gateway.query.QueryListener;
import io.millrace.gateway.query.QuerySettings;
import io.millrace.gateway.query.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class GatewayTest {

    private static final String TEXT = """
            # ours
            pipelines:
              - name: one
                sqls: [STREAM]
            """;

    @TempDir
    Path folder;

    private final Semaphore installs = new Semaphore(0);
    private final ManualTicker ticker = new ManualTicker();
    private final Pipelines pipelines = new Pipelines(
            new Engines(new ScriptedEngine(), _ -> new ScriptedEngine()),
            new QuerySettings(10, SubscriberSettings.of(Overflow.DROP_OLDEST), Duration.ofSeconds(1)),
            ticker,
            new QueryListener() {
                @Override
                public void installed(Pipelines changed) {
                    installs.release();
                }
            });
    private Path path = Path.of("unset");
    private Gateway gateway = new Gateway(new CatalogFile(path, ""), pipelines, ticker);

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("config.yaml");
        Files.writeString(path, TEXT);
        gateway = new Gateway(new CatalogFile(path, ""), pipelines, ticker);
        gateway.start(Duration.ZERO);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatClientsCreateChangeAndDeleteIsInTheFileAndServed() {
        gateway.create(new PipelineSpec("two", List.of("ONCE")));
        assertThat(path).content().startsWith("# ours").contains("- name: two");
        assertThat(names()).containsExactly("one", "two");

        gateway.replace(new PipelineSpec("two", List.of("DDL", "ONCE")), null);
        assertThat(path).content().contains("- DDL\n      - ONCE");

        gateway.delete("two", null);
        assertThat(path).hasContent(TEXT);
        assertThat(names()).containsExactly("one");
        assertThatThrownBy(() -> gateway.delete("two", null)).hasMessage("pipeline not found");
    }

    @Test
    void whatIsWrongReachesNeitherFileNorReaders() {
        assertThatThrownBy(() -> gateway.create(new PipelineSpec("one", List.of("ONCE"))))
                .hasMessage("pipeline exist");
        assertThatThrownBy(() -> gateway.create(new PipelineSpec("two", List.of("WRONG"))))
                .hasMessageContaining("syntax error");
        assertThatThrownBy(() -> gateway.replace(new PipelineSpec("one", List.of("WRONG")), null))
                .hasMessageContaining("syntax error");

        assertThat(path).hasContent(TEXT);
        assertThat(names()).containsExactly("one");
    }

    @Test
    void checkingHasNoEffect() {
        assertThat(gateway.checkCreate(new PipelineSpec("two", List.of("ONCE"))).bounded())
                .isTrue();
        assertThat(gateway.checkReplace(new PipelineSpec("one", List.of("ONCE")), null)
                        .bounded())
                .isTrue();

        assertThat(path).hasContent(TEXT);
        assertThat(names()).containsExactly("one");
    }

    @Test
    void aChangeOfAnotherVersionThanExpectedIsRefused() {
        String version = pipelines.status("one").version();
        gateway.replace(new PipelineSpec("one", List.of("ONCE")), version);

        assertThatThrownBy(() -> gateway.replace(new PipelineSpec("one", List.of("STREAM")), version))
                .isInstanceOf(VersionMismatchException.class);
        assertThatThrownBy(() -> gateway.delete("one", version)).isInstanceOf(VersionMismatchException.class);
        gateway.delete("one", pipelines.status("one").version());
        assertThat(names()).isEmpty();
    }

    @Test
    void editsOfTheFileArePickedUpLive() throws IOException, InterruptedException {
        gateway.close();
        gateway = new Gateway(new CatalogFile(path, ""), pipelines, ticker);
        gateway.start(Duration.ofMillis(500));

        installs.drainPermits();
        Files.writeString(path, TEXT.replace("name: one", "name: uno"));
        ticker.awaitSleepers(1);
        ticker.advance(Duration.ofMillis(500));

        assertThat(installs.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        assertThat(names()).containsExactly("uno");
    }

    @Test
    void aBrokenEditKeepsThePipelinesAndIsReportedUntilItIsMended() throws IOException {
        Files.writeString(path, TEXT + "  - name: one\n");
        assertThat(gateway.refresh()).isFalse();

        assertThat(names()).containsExactly("one");
        assertThat(status().problems())
                .extracting(problem -> problem.line() + " " + problem.path())
                .containsExactlyInAnyOrder("5 pipelines[1].sqls", "5 pipelines[1].name");
        assertThatThrownBy(() -> gateway.create(new PipelineSpec("two", List.of("ONCE"))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(InvalidRequestException.Reason.CONFLICT))
                .hasMessageContaining("config.yaml:5:");

        Files.writeString(path, TEXT);
        gateway.refresh();
        assertThat(status().problems()).isEmpty();
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() throws IOException {
        Files.writeString(path, "pipelines: 7\n");
        Gateway broken = new Gateway(new CatalogFile(path, ""), pipelines, ticker);

        assertThatThrownBy(() -> broken.start(Duration.ZERO))
                .isInstanceOf(CatalogException.class)
                .hasMessage("config.yaml:1:12: pipelines: expected a list of pipelines, found a whole number;"
                        + " write [] for none");
    }

    private List<String> names() {
        return pipelines.list().stream().map(status -> status.spec().name()).toList();
    }

    private GatewayStatus status() {
        return Objects.requireNonNull(gateway.status(), "not started");
    }
}
