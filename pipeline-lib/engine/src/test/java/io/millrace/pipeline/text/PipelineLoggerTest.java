package io.millrace.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModules;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipelineLoggerTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void doesNothingUntilItIsToldWhat() {
        PipelineLogger logger = new PipelineLogger();
        logger.info("a");
        logger.warning("b");
        logger.error("c");
        logger.critical("d");
        logger.log(PipelineLogger.Level.INFO, "e");
        logger.exception(new IllegalStateException("f"));
        logger.uncaughtHandler().uncaughtException(Thread.currentThread(), new IllegalStateException("g"));
        assertThat(lines).isEmpty();
    }

    @Test
    void bringsEachKindToItsAction() {
        PipelineLogger logger = new PipelineLogger()
                .onInfo(text -> lines.add("info " + text))
                .onWarning(text -> lines.add("warning " + text))
                .onError(text -> lines.add("error " + text))
                .onCritical(text -> lines.add("critical " + text))
                .onLog((level, text) -> lines.add(level + " " + text))
                .onException(text -> lines.add("exception " + text));
        logger.info("a");
        logger.warning("b");
        logger.error("c");
        logger.critical("d");
        logger.log(PipelineLogger.Level.CRITICAL, "e");
        logger.exception(ErrorTextTest.REFERENCE);
        assertThat(lines)
                .containsExactly(
                        "info a",
                        "warning b",
                        "error c",
                        "critical d",
                        "CRITICAL e",
                        "exception " + ErrorText.of(ErrorTextTest.REFERENCE));
    }

    @Test
    void hidesErrorsWithoutDebugging() {
        new PipelineLogger().onException(lines::add).debug(false).exception(ErrorTextTest.REFERENCE);
        assertThat(lines).containsExactly("{\"message\":\"Something went wrong.\"}");
    }

    @Test
    void showsWhatTheOptionsSay() {
        new PipelineLogger()
                .onException(lines::add)
                .options(new ErrorTextOptions(false, true, true, false, false, false, false, false, false))
                .exception(ErrorTextTest.REFERENCE);
        assertThat(lines).containsExactly("{\"message\":\"Test Error\",\"type\":\"ValueError\"}");
    }

    @Test
    void tellsErrorsThatEndedAThread() throws Exception {
        PipelineLogger logger = new PipelineLogger()
                .onUncaughtInMain(text -> lines.add("main " + text))
                .onUncaughtInThread(text -> lines.add("thread " + text));
        Thread thread = Thread.ofPlatform()
                .name("side")
                .uncaughtExceptionHandler(logger.uncaughtHandler())
                .start(() -> {
                    throw new IllegalStateException("no way");
                });
        thread.join();
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .startsWith("thread {\"message\":\"no way\"")
                .contains("\"type\":\"IllegalStateException\"", "\"thread\":\"side\"");
    }

    private static void refuseEmpty(ModuleContext<String> context) {
        if (context.data().isEmpty()) {
            throw new IllegalArgumentException("empty data");
        }
    }

    @Test
    void watchesAPipeline() throws Exception {
        PipelineLogger logger = new PipelineLogger().onException(lines::add);
        Pipeline<String> pipeline = Pipeline.<String>builder()
                .name("logged")
                .observer(logger.observer())
                .controller(
                        "one",
                        ControllerSettings.of(ControllerMode.NO_ORDER, 1).withQueue(10),
                        PipelineModules.execution("M-Strict", () -> PipelineLoggerTest::refuseEmpty))
                .build();
        CountDownLatch ended = new CountDownLatch(2);
        try (PipelineInstance<String> instance = pipeline.register()) {
            Callbacks<String> callbacks = Callbacks.<String>onSuccess(_ -> {
                        ended.countDown();
                        throw new IllegalStateException("callback broke");
                    })
                    .withError(_ -> ended.countDown());
            instance.execute("", callbacks);
            instance.execute("x", callbacks);
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(lines).hasSize(2);
        assertThat(String.join("\n", lines)).contains("\"message\":\"empty data\"", "\"message\":\"callback broke\"");
    }
}
