package io.millrace.pipeline.builtin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.graph.ExternalType;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphPipeline;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.run.HostedModule;
import io.millrace.pipeline.statistics.ElementKind;
import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code sample-pipelines.yaml}, with the external module in this process. */
class SamplePipelinesTest {

    private static final GraphDocument SAMPLES = samples();

    /** Whether the external module holds what comes; the latches of what it holds by the number in its key. */
    private static final AtomicBoolean HOLD = new AtomicBoolean();

    private static final NavigableMap<Integer, CountDownLatch> HELD = new ConcurrentSkipListMap<>();

    @Test
    void theDemoIsThatOfTheReference() {
        List<Controller<Object>> controllers = pipeline("demo").controllers();
        assertThat(controllers)
                .extracting(Controller::name)
                .containsExactly("controller1", "controller2", "controller3");
        assertThat(controllers)
                .extracting(each -> each.settings().mode())
                .containsExactly(
                        ControllerMode.ORDER_BY_SEQUENCE, ControllerMode.NOT_PARALLEL, ControllerMode.FIRST_WINS);
        assertThat(controllers).extracting(each -> each.settings().workers()).containsExactly(10, 1, 4);
        assertThat(controllers.get(2).settings().queueSize()).isEqualTo(2);
    }

    /** Ten packages at once as in the reference's program, one more without a key. */
    @Test
    void eachPackageOfTheDemoEndsOnceAndTheCountsAddUp() throws Exception {
        Queue<DataPackage<Object>> ended = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(11);
        try (Pipeline<Object> pipeline = pipeline("demo").build(new PipelineObserver<>() {})) {
            PipelineInstance<Object> instance = pipeline.register();
            Callbacks<Object> callbacks = Callbacks.onEnd(dataPackage -> {
                ended.add(dataPackage);
                all.countDown();
            });
            for (int i = 0; i < 10; i++) {
                instance.execute(Map.of("key", "value" + i, "condition", i % 2 == 0), callbacks);
            }
            instance.execute(Map.of("key", "", "condition", true), callbacks);
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();

            Map<Status, Long> counts =
                    ended.stream().collect(Collectors.groupingBy(DataPackage::status, Collectors.counting()));
            assertThat(counts).containsEntry(Status.ERROR, 1L).containsKey(Status.SUCCESS);
            assertThat(instance.statistics()).allSatisfy(SamplePipelinesTest::addsUp);
            for (DataPackage<Object> each : ended) {
                if (each.status() == Status.SUCCESS) {
                    Map<?, ?> data = (Map<?, ?>) each.data();
                    assertThat(data.get("key")).asString().matches("VALUE\\d transformed");
                    assertThat(data.get("status"))
                            .isEqualTo(Boolean.TRUE.equals(data.get("condition")) ? "success" : "failure");
                }
            }
        }
    }

    /** The external module holds packages, so that nothing is left to luck but the exits, which are waited for. */
    @Test
    void allFiveOutcomesOfTheDemoOccur() throws Exception {
        Queue<DataPackage<Object>> ended = new ConcurrentLinkedQueue<>();
        Callbacks<Object> callbacks = Callbacks.onEnd(ended::add);
        HELD.clear();
        try (Pipeline<Object> pipeline = pipeline("demo").build(new PipelineObserver<>() {})) {
            PipelineInstance<Object> instance = pipeline.register();
            int sent = 0;
            HOLD.set(true);
            while (HELD.size() < 4 || count(ended, Status.OVERFLOW) == 0) {
                assertThat(sent).isLessThan(1000);
                instance.execute(Map.of("key", "value" + sent++, "condition", true), callbacks);
                Thread.sleep(1);
            }
            HOLD.set(false);
            // The latest is let go first, so those before it are outdated.
            HELD.lastEntry().getValue().countDown();
            Eventually.until("the others are outdated", () -> count(ended, Status.OUTDATED) > 0);
            instance.execute(Map.of("key", "", "condition", true), callbacks);
            sent++;
            while (count(ended, Status.EXIT) == 0) {
                assertThat(sent).isLessThan(2000);
                instance.execute(Map.of("key", "value" + sent++, "condition", false), callbacks);
                Thread.sleep(1);
            }
            assertThat(instance.drain(Duration.ofSeconds(30))).isTrue();
            int all = sent;
            Eventually.until("all have ended", () -> ended.size() == all);
            assertThat(ended)
                    .extracting(DataPackage::status)
                    .contains(Status.SUCCESS, Status.EXIT, Status.OVERFLOW, Status.OUTDATED, Status.ERROR);
            assertThat(instance.statistics())
                    .allSatisfy(element ->
                            assertThat(left(element)).as("%s", element).isEqualTo(element.input()));
        } finally {
            HOLD.set(false);
            HELD.values().forEach(CountDownLatch::countDown);
        }
    }

    private static long count(Queue<DataPackage<Object>> ended, Status status) {
        return ended.stream().filter(each -> each.status() == status).count();
    }

    private static long left(ElementStatistics element) {
        return element.outcomes().values().stream().mapToLong(Tally::count).sum();
    }

    private static void addsUp(ElementStatistics element) {
        assertThat(left(element)).as("%s", element).isEqualTo(element.input());
        if (element.element().kind() == ElementKind.PIPELINE) {
            assertThat(element.input()).isEqualTo(11);
        }
    }

    @Test
    void ordersAreAnswered() throws Exception {
        try (Pipeline<Object> pipeline = pipeline("orders").build(new PipelineObserver<>() {})) {
            PipelineInstance<Object> instance = pipeline.register();
            assertThat(end(instance, Map.of("customer", Map.of("name", "Ada"), "amount", 100L))
                            .data())
                    .isEqualTo(Map.of(
                            "customer",
                            Map.of("name", "Ada"),
                            "total",
                            119.0,
                            "route",
                            "at once",
                            "number",
                            1L,
                            "letter",
                            "Dear Ada, order 1 of 119.0 is dealt with at once."));
            assertThat(end(instance, Map.of("customer", Map.of("name", "Bo"), "amount", 1000L))
                            .data())
                    .asString()
                    .contains("order 2 of 1190.0 is dealt with by hand");
            assertThat(end(instance, Map.of("customer", Map.of("name", "Cy"), "amount", 0))
                            .status())
                    .isEqualTo(Status.EXIT);
            assertThat(end(instance, Map.of("amount", 7)).errors().getFirst().message())
                    .isEqualTo("Validation failed: customer.name missing");
        }
    }

    private static DataPackage<Object> end(PipelineInstance<Object> instance, Object data) throws Exception {
        return instance.execute(data).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static GraphPipeline pipeline(String name) {
        return SAMPLES.pipelines().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static GraphDocument samples() {
        ModuleCatalog installed = ModuleCatalog.installed();
        ModuleCatalog catalog = new ModuleCatalog(
                installed.modules(),
                Stream.concat(installed.externals().stream(), Stream.of(new Here()))
                        .toList(),
                installed.conditions());
        try (InputStream file = SamplePipelinesTest.class.getResourceAsStream("/sample-pipelines.yaml")) {
            String text = new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return GraphDocument.parse(
                    "sample-pipelines.yaml",
                    text,
                    catalog,
                    Map.of("transform-min-sleep", "200ms", "transform-max-sleep", "300ms"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The way that the document names, without a wire. */
    private static final class Here implements ExternalType {
        @Override
        public String name() {
            return "grpc";
        }

        @Override
        public Supplier<? extends ExternalCall<Object>> read(Settings settings) {
            settings.texts("targets");
            return () ->
                    new Call(Hosting.host("demo-external", Map.of("min-sleep", "1ms", "max-sleep", "5ms", "seed", 3)));
        }
    }

    private record Call(HostedModule<Object> hosted) implements ExternalCall<Object> {
        @Override
        public ExternalReply<Object> call(ExternalRequest<Object> request) throws InterruptedException {
            if (HOLD.get()) {
                CountDownLatch held = new CountDownLatch(1);
                String key = String.valueOf(((Map<?, ?>) request.data()).get("key"));
                HELD.put(Integer.valueOf(key.replaceAll("\\D", "")), held);
                held.await();
            }
            return hosted.run(request);
        }

        @Override
        public void close() {
            hosted.close();
        }
    }
}
