package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All five outcomes of packages whose work is done elsewhere, those two that the wire does not know among them. */
@Timeout(60)
final class OutcomesIT {

    private final Map<Object, CountDownLatch> begun = new ConcurrentHashMap<>();
    private final Map<Object, CountDownLatch> allowed = new ConcurrentHashMap<>();
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** The module elsewhere: does what the data say, when it is allowed to. */
    private void work(ModuleContext<Object> context) throws InterruptedException {
        Object data = context.data();
        latch(begun, data).countDown();
        try {
            latch(allowed, data).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
        switch (data.toString()) {
            case "leave" -> context.exit();
            case "fail" -> throw new IllegalStateException("as told");
            default -> context.setData(data + " done");
        }
    }

    private static CountDownLatch latch(Map<Object, CountDownLatch> latches, Object data) {
        return latches.computeIfAbsent(data, _ -> new CountDownLatch(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachOfTheFiveOccursAndTheyAddUp(boolean streamed) throws Exception {
        CallSettings settings = streamed ? Rig.streaming() : Rig.unary();
        try (ModuleServer server = Rig.serve(this::work);
                Pipeline<Object> pipeline = Pipeline.<Object>builder()
                        .name("outcomes")
                        .controller(
                                "only",
                                ControllerSettings.of(ControllerMode.FIRST_WINS, 2)
                                        .withQueue(1),
                                PipelineModules.external(
                                        "M-Caller",
                                        ModuleOptions.DEFAULT,
                                        () -> Rig.call(Rig.target(server), settings)))
                        .build()) {
            PipelineInstance<Object> instance = pipeline.register();
            CompletableFuture<DataPackage<Object>> overtaken = working(instance, "overtaken");
            CompletableFuture<DataPackage<Object>> faster = working(instance, "faster");
            CompletableFuture<DataPackage<Object>> pushedOut = send(instance, "pushed out");
            CompletableFuture<DataPackage<Object>> leaving = send(instance, "leave");
            assertThat(ended(pushedOut)).isEqualTo(Status.OVERFLOW);

            latch(allowed, "faster").countDown();
            assertThat(ended(faster)).isEqualTo(Status.SUCCESS);
            assertThat(faster.join().data()).isEqualTo("faster done");
            assertThat(ended(overtaken)).isEqualTo(Status.OUTDATED);
            assertThat(interrupted.await(20, TimeUnit.SECONDS))
                    .as("the server stops the work that nobody waits for")
                    .isTrue();
            assertThat(overtaken.join().data()).isEqualTo("overtaken");

            latch(allowed, "leave").countDown();
            assertThat(ended(leaving)).isEqualTo(Status.EXIT);
            latch(allowed, "fail").countDown();
            CompletableFuture<DataPackage<Object>> failing = send(instance, "fail");
            assertThat(ended(failing)).isEqualTo(Status.ERROR);
            assertThat(failing.join().errors().getFirst().message()).isEqualTo("as told");

            assertThat(begun).containsOnlyKeys("overtaken", "faster", "leave", "fail");
            assertAddsUp(instance);
        }
    }

    private CompletableFuture<DataPackage<Object>> working(PipelineInstance<Object> instance, String data)
            throws InterruptedException {
        CompletableFuture<DataPackage<Object>> end = send(instance, data);
        assertThat(latch(begun, data).await(20, TimeUnit.SECONDS)).isTrue();
        return end;
    }

    private static CompletableFuture<DataPackage<Object>> send(PipelineInstance<Object> instance, String data) {
        return instance.execute(data).toCompletableFuture();
    }

    private static Status ended(CompletableFuture<DataPackage<Object>> end) throws Exception {
        return end.get(20, TimeUnit.SECONDS).status();
    }

    private static void assertAddsUp(PipelineInstance<Object> instance) {
        Eventually.until(
                "all counts add up", () -> instance.statistics().stream().allMatch(each -> left(each) == each.input()));
        List<ElementStatistics> all = instance.statistics();
        assertThat(all.getFirst().input()).isEqualTo(5);
        assertThat(all.getFirst().outcomes().values())
                .extracting(Tally::count)
                .containsExactlyInAnyOrder(1L, 1L, 1L, 1L, 1L);
    }

    private static long left(ElementStatistics element) {
        return element.outcomes().values().stream().mapToLong(Tally::count).sum();
    }
}
