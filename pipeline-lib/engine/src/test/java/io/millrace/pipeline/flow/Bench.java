package io.millrace.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineBuilder;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.ElementKind;
import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** An instance whose modules hold each package, a number, until it is let go; writes down who ended how. */
final class Bench implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    final PipelineInstance<Integer> instance;
    final Queue<String> ends = new ConcurrentLinkedQueue<>();
    final Queue<String> begun = new ConcurrentLinkedQueue<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    /** Controllers {@code c0}, {@code c1}, ... of one such module each. */
    static Bench of(ControllerSettings... controllers) {
        return new Bench(UnaryOperator.identity(), controllers);
    }

    Bench(UnaryOperator<PipelineBuilder<Integer>> more, ControllerSettings... controllers) {
        PipelineBuilder<Integer> builder = Pipeline.builder();
        for (int i = 0; i < controllers.length; i++) {
            String name = "c" + i;
            ExecutionModule<Integer> module = context -> hold(name, context);
            builder.controller(name, controllers[i], PipelineModules.execution("hold", () -> module));
        }
        instance = more.apply(builder).build().register();
    }

    private void hold(String controller, ModuleContext<Integer> context) throws InterruptedException {
        int number = context.data();
        begun.add(controller + ":" + number);
        gate(controller, number).await();
        if (number >= 200) {
            throw new IllegalArgumentException("number " + number);
        }
        if (number >= 100) {
            context.exit();
        }
    }

    private CountDownLatch gate(String controller, int number) {
        return gates.computeIfAbsent(controller + ":" + number, _ -> new CountDownLatch(1));
    }

    /** Numbers from 100 exit, from 200 fail. */
    DataPackage<Integer> send(int number) {
        return send(number, ExecuteOptions.DEFAULT);
    }

    DataPackage<Integer> send(int number, ExecuteOptions options) {
        return instance.execute(number, options, Callbacks.onEnd(this::ended));
    }

    Bench send(List<Integer> numbers) {
        numbers.forEach(this::send);
        return this;
    }

    void ended(DataPackage<Integer> end) {
        ends.add(end.data() + " " + end.status());
    }

    /** Lets a package go on from the first controller. */
    Bench let(int... numbers) {
        return let("c0", numbers);
    }

    Bench let(String controller, int... numbers) {
        for (int number : numbers) {
            gate(controller, number).countDown();
        }
        return this;
    }

    /** Waits until they have begun. */
    Bench awaitBegun(String controller, int... numbers) {
        for (int number : numbers) {
            await("begin of " + number, () -> begun.contains(controller + ":" + number));
        }
        return this;
    }

    /** Lets them go one by one, each only when the one before is done with its module. */
    void finishInOrder(int... numbers) {
        for (int number : numbers) {
            awaitBegun("c0", number);
            long before = done();
            let(number);
            await("end of " + number, () -> done() > before);
        }
    }

    private long done() {
        ElementStatistics controller = statistics("c0");
        return ends.size() + controller.outputWaitingNow();
    }

    Bench awaitEnds(String... expected) {
        await("ends " + List.of(expected), () -> ends.size() >= expected.length);
        assertThat(ends).containsExactly(expected);
        return this;
    }

    ElementStatistics statistics(String controller) {
        return instance.statistics().stream()
                .filter(element -> element.element().kind() == ElementKind.CONTROLLER)
                .filter(element -> element.element().controllerName().equals(controller))
                .findFirst()
                .orElseThrow();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time for " + what).isLessThan(end);
            LockSupport.parkNanos(200_000);
        }
    }

    /** What came into each element has left it, in one of the five ways, and nothing is left within. */
    static void assertBalanced(PipelineInstance<?> instance) {
        for (ElementStatistics element : instance.statistics()) {
            assertThat(element.outcomes().values().stream()
                            .mapToLong(Tally::count)
                            .sum())
                    .as("ends of " + element)
                    .isEqualTo(element.input());
            assertThat(List.of(
                            element.processing(),
                            element.inputWaitingNow(),
                            element.outputWaitingNow(),
                            element.waitingBytes()))
                    .as("left within " + element)
                    .containsOnly(0L);
        }
    }

    long count(Status outcome) {
        return ends.stream().filter(end -> end.endsWith(" " + outcome)).count();
    }

    @Override
    public void close() {
        gates.values().forEach(CountDownLatch::countDown);
        instance.close();
        try {
            assertThat(instance.drain(Duration.ZERO)).as("empty after close").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertBalanced(instance);
    }
}
