package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.text.ErrorText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The programs of {@code docs/pipeline-lib.md}. */
final class FirstPipelineTest {

    @Test
    void theFirstProgramDoesWhatThePageSays() throws InterruptedException {
        List<String> printed = new CopyOnWriteArrayList<>();

        run(printed::add);

        assertThat(printed)
                .hasSize(3)
                .contains("OK: VALUE0", "EXIT: skip")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ERROR: {\"message\":\"Validation failed: key missing\",\"id\":\"Error-"));
    }

    private static void run(Consumer<String> print) throws InterruptedException {
        // region first-pipeline
        PipelineModule<String> validation = PipelineModules.execution("M-Validation", () -> context -> {
            if (context.data().isEmpty()) {
                throw new IllegalArgumentException("Validation failed: key missing");
            }
        });
        PipelineModule<String> transform = PipelineModules.execution(
                "M-Transform", ModuleOptions.DEFAULT.withTimeout(Duration.ofSeconds(40)), () -> context -> {
                    if (context.data().equals("skip")) {
                        context.exit();
                        return;
                    }
                    context.setData(context.data().toUpperCase(Locale.ROOT));
                    context.setMessage("Transformation succeeded");
                });
        Callbacks<String> callbacks = Callbacks.<String>onSuccess(it -> print.accept("OK: " + it.data()))
                .withExit(it -> print.accept("EXIT: " + it.data()))
                .withOverflow(it -> print.accept("OVERFLOWN: " + it.data()))
                .withOutdated(it -> print.accept("OUTDATED: " + it.data()))
                .withError(
                        it -> print.accept("ERROR: " + ErrorText.of(it.errors().getFirst())));

        try (Pipeline<String> pipeline = Pipeline.<String>builder()
                .name("test-pipeline")
                .controller("controller1", ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, 10), validation)
                .controller("controller2", ControllerSettings.of(ControllerMode.FIRST_WINS, 4), transform)
                .build()) {
            PipelineInstance<String> instance = pipeline.register();
            for (String data : List.of("value0", "", "skip")) {
                var _ = instance.execute(data, callbacks);
            }
            boolean _ = instance.drain(Duration.ofSeconds(10));
        }
        // endregion
    }

    @Test
    void aPackageCanBeAwaited() throws Exception {
        PipelineModule<String> upper = PipelineModules.execution(
                "M-Upper", () -> context -> context.setData(context.data().toUpperCase(Locale.ROOT)));
        try (Pipeline<String> pipeline = Pipeline.<String>builder()
                .controller("only", ControllerSettings.DEFAULT, upper)
                .build()) {
            PipelineInstance<String> instance = pipeline.register();
            // region await
            CompletionStage<String> answer =
                    instance.execute("hello").thenApply(ended -> ended.status() + " " + ended.data());
            // endregion
            assertThat(answer.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo("SUCCESS HELLO");
        }
    }
}
