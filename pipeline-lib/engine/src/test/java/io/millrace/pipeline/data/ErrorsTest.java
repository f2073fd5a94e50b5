package io.millrace.pipeline.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.run.HostedModule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ErrorsTest {

    @Test
    void tracesTheCausesFirstAndTheFramesOutermostFirst() {
        ErrorRecord error = Errors.of(failing());
        assertThat(error.type()).isEqualTo("IllegalStateException");
        assertThat(error.message()).isEqualTo("outer");
        assertThat(error.id()).matches("Error-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(error.traceback().getFirst()).isEqualTo("Traceback (most recent call last):");
        assertThat(error.traceback())
                .containsSubsequence("NumberFormatException: inner", "IllegalStateException: outer");
        assertThat(error.traceback().get(error.traceback().size() - 2))
                .matches("io/millrace/pipeline/data/ErrorsTest\\.java:\\d+");
        assertThat(error.startContext()).isEqualTo("N/A");
        assertThat(error.threadId()).isEqualTo(Thread.currentThread().threadId());
    }

    private static Throwable failing() {
        return new IllegalStateException("outer", new NumberFormatException("inner"));
    }

    @Test
    void endsAtCausesThatContainThemselves() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException other = new IllegalStateException("other", one);
        one.initCause(other);
        assertThat(Errors.of(one).traceback()).containsOnlyOnce("IllegalStateException: one");
    }

    /** BUG 18 of the reference: maps of local, global and environment variables travelled with each error. */
    @Test
    void neverHasVariablesOfTheProcess() {
        assertThat(ErrorRecord.class.getRecordComponents())
                .extracting(component -> component.getName().toLowerCase(java.util.Locale.ROOT))
                .noneMatch(name -> name.contains("vars") || name.contains("environment") || name.contains("global"));
        assertThat(Errors.of(failing()).moduleVersions()).isEmpty();
    }

    @Test
    void tellsWhereAModuleHangsWithoutTheFramesAroundIt() {
        ErrorRecord error = errorOf(ModuleOptions.DEFAULT.withTimeout(Duration.ofMillis(100)), ErrorsTest::hang);
        assertThat(error.type()).isEqualTo("TimeoutError");
        assertThat(error.thread()).isEqualTo("module-M-T");
        assertThat(error.startContext()).isEqualTo(Errors.name(Thread.currentThread()));
        assertThat(error.traceback().get(1)).matches("io/millrace/pipeline/data/ErrorsTest\\.java:\\d+");
        assertThat(error.traceback()).noneMatch(line -> line.startsWith("io/millrace/pipeline/run/"));
    }

    @Test
    void tellsWhereAModuleFailedWithoutTheFramesAroundIt() {
        ErrorRecord error = errorOf(ModuleOptions.DEFAULT.withTimeout(Duration.ofSeconds(50)), _ -> {
            throw new IllegalArgumentException();
        });
        assertThat(error.traceback()).hasSize(3).last().isEqualTo("IllegalArgumentException");
        assertThat(error.message()).isEmpty();
        assertThat(error.thread()).isEqualTo("module-M-T");
    }

    private static void hang(ModuleContext<String> context) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static ErrorRecord errorOf(ModuleOptions options, io.millrace.pipeline.ExecutionModule<String> code) {
        PackageRecord record =
                new PackageRecord("DP-1", "P-1", "test", "PI-1", List.of(), "x", Status.RUNNING, 0, 0, 0, List.of());
        try (HostedModule<String> hosted =
                new HostedModule<>(PipelineModules.execution("M-T", options, () -> code), Ticker.SYSTEM)) {
            ExternalReply<String> reply =
                    hosted.run(new ExternalRequest<>(record, "x", "DP-C-1", "DP-PP-1", "DP-M-1", Optional.empty()));
            return reply.errors().getFirst();
        }
    }
}
