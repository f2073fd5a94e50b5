package io.millrace.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each record's total is from its own start (BUG 10 of the reference), to the nanosecond of a clock that is set. */
@Timeout(60)
class RecordTimesTest {

    private static final double START = 1_800_000_000;
    private static final Offset<Double> MICROSECOND = within(1e-6);

    private final ManualTicker ticker = new ManualTicker(Instant.ofEpochSecond((long) START - 5));

    @BeforeEach
    void runForAWhile() {
        ticker.advance(Duration.ofSeconds(5));
    }

    private PipelineModule<String> taking(String name, int seconds) {
        return PipelineModules.execution(name, () -> _ -> ticker.advance(Duration.ofSeconds(seconds)));
    }

    private PackageRecord end(ExecutionModule<String> last) throws Exception {
        try (Pipeline<String> pipeline = Pipeline.<String>builder()
                .name("timed")
                .ticker(ticker)
                .controller(
                        "one",
                        ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, 1),
                        PipelineModules.combination("M-Both", taking("M-A", 1), taking("M-B", 2)))
                .controller(
                        "two",
                        ControllerSettings.of(ControllerMode.NO_ORDER, 1),
                        taking("M-C", 4),
                        PipelineModules.execution("M-Last", () -> last))
                .build()) {
            DataPackage<String> ended =
                    pipeline.register().execute("x").toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(ended.elapsedNanos()).isEqualTo(7_000_000_000L);
            return ended.snapshot();
        }
    }

    @Test
    void ofASuccess() throws Exception {
        PackageRecord record = end(_ -> {});
        assertThat(record.status()).isEqualTo(Status.SUCCESS);
        check(record);
    }

    @Test
    void ofAnExit() throws Exception {
        PackageRecord record = end(context -> context.exit());
        assertThat(record.status()).isEqualTo(Status.EXIT);
        check(record);
    }

    @Test
    void ofAnError() throws Exception {
        PackageRecord record = end(_ -> {
            throw new IllegalStateException("no");
        });
        assertThat(record.status()).isEqualTo(Status.ERROR);
        check(record);
    }

    private static void check(PackageRecord record) {
        assertTimes(record.startTime(), record.endTime(), record.totalTime(), 0, 7);
        ControllerRecord one = record.controllers().get(0);
        assertTimes(one.startTime(), one.endTime(), one.totalTime(), 0, 3);
        assertThat(one.status()).isEqualTo(Status.SUCCESS);
        ControllerRecord two = record.controllers().get(1);
        assertTimes(two.startTime(), two.endTime(), two.totalTime(), 3, 7);
        assertThat(two.status()).isEqualTo(record.status());
        PhaseRecord phase = two.phases().getFirst();
        assertTimes(phase.startTime(), phase.endTime(), phase.totalTime(), 3, 7);
        assertThat(phase.status()).isEqualTo(record.status());
        ModuleRecord both = one.phases().getFirst().modules().getFirst();
        assertTimes(both.startTime(), both.endTime(), both.totalTime(), 0, 3);
        ModuleRecord b = both.subModules().get(1);
        assertTimes(b.startTime(), b.endTime(), b.totalTime(), 1, 3);
        ModuleRecord last = phase.modules().get(1);
        assertTimes(last.startTime(), last.endTime(), last.totalTime(), 7, 7);
    }

    private static void assertTimes(double start, double end, double total, int from, int to) {
        assertThat(start).isCloseTo(START + from, MICROSECOND);
        assertThat(end).isCloseTo(START + to, MICROSECOND);
        assertThat(total).isCloseTo(to - from, MICROSECOND);
    }
}
