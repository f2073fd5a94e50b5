package io.millrace.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.ReorderWindow;
import io.millrace.pipeline.Status;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds, policies, priorities, deadlines, the reorder window, and the ways to hold and end an instance. */
@Timeout(60)
class FlowControlTest {

    private static final ControllerSettings ONE = ControllerSettings.of(ControllerMode.NOT_PARALLEL, 1);

    private static ExecuteOptions key(String key) {
        return ExecuteOptions.DEFAULT.withKey(key);
    }

    // ---- policies

    @Test
    void dropOldestKeepsTheNewest() {
        try (Bench bench = Bench.of(ONE.withQueue(2))) {
            bench.send(List.of(0, 1, 2, 3)).let(0, 2, 3);
            bench.awaitEnds("1 OVERFLOW", "0 SUCCESS", "2 SUCCESS", "3 SUCCESS");
        }
    }

    @Test
    void dropNewestKeepsTheOldest() {
        try (Bench bench = Bench.of(ONE.withQueue(2).withOverflow(Overflow.DROP_NEWEST))) {
            bench.send(List.of(0, 1, 2, 3)).let(0, 1, 2);
            bench.awaitEnds("3 OVERFLOW", "0 SUCCESS", "1 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void latestByKeyReplacesTheOneThatWaits() {
        try (Bench bench = Bench.of(ONE.withQueue(5).withOverflow(Overflow.LATEST_BY_KEY))) {
            bench.send(0);
            bench.send(1, key("a"));
            bench.send(2, key("b"));
            bench.send(3, key("a"));
            bench.let(0, 2, 3);
            bench.awaitEnds("1 OVERFLOW", "0 SUCCESS", "2 SUCCESS", "3 SUCCESS");
        }
    }

    @Test
    void noQueueMeansTheNewestOverflows() {
        try (Bench bench = Bench.of(ONE.withQueue(0))) {
            bench.send(List.of(0, 1)).let(0);
            bench.awaitEnds("1 OVERFLOW", "0 SUCCESS");
        }
    }

    @Test
    void theCallerWaitsForRoom() {
        try (Bench bench = Bench.of(ONE.withQueue(1).withOverflow(Overflow.BLOCK))) {
            bench.send(List.of(0, 1));
            Thread caller = Thread.ofPlatform().start(() -> bench.send(2));
            Bench.await("the caller waits", () -> caller.getState() == Thread.State.WAITING);
            assertThat(bench.statistics("c0").input()).isEqualTo(2);
            bench.let(0, 1, 2).awaitEnds("0 SUCCESS", "1 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void aCallerThatIsInterruptedOverflows() {
        try (Bench bench = Bench.of(ONE.withQueue(1).withOverflow(Overflow.BLOCK))) {
            bench.send(List.of(0, 1));
            Thread caller = Thread.ofPlatform().start(() -> bench.send(2));
            Bench.await("the caller waits", () -> caller.getState() == Thread.State.WAITING);
            caller.interrupt();
            bench.awaitEnds("2 OVERFLOW");
        }
    }

    @Test
    void aCallbackDoesNotWaitForItsOwnPipeline() {
        try (Bench bench = Bench.of(ONE.withQueue(1).withOverflow(Overflow.BLOCK))) {
            bench.instance.execute(0, io.millrace.pipeline.Callbacks.onEnd(_ -> bench.send(List.of(1, 2, 3))));
            bench.let(0);
            bench.awaitEnds("3 OVERFLOW");
            bench.let(1, 2).awaitEnds("3 OVERFLOW", "1 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void bytesBoundTheQueue() {
        try (Bench bench = new Bench(
                builder -> builder.sizer(number -> number), ONE.withQueue(100).withQueueBytes(50))) {
            bench.send(List.of(1, 20, 30));
            assertThat(bench.statistics("c0").waitingBytes()).isEqualTo(50);
            bench.send(List.of(10, 60)); // 20 makes room for 10; 60 never fits
            assertThat(bench.statistics("c0").waitingBytes()).isEqualTo(40);
            bench.let(1, 30, 10).awaitEnds("20 OVERFLOW", "60 OVERFLOW", "1 SUCCESS", "30 SUCCESS", "10 SUCCESS");
        }
    }

    @Test
    void aSizerThatThrowsFailsTheCallAndLosesNothing() throws InterruptedException {
        try (Bench bench = new Bench(
                builder -> builder.sizer(number -> {
                    throw new IllegalStateException("no size");
                }),
                ONE)) {
            assertThatThrownBy(() -> bench.send(0)).hasMessage("no size");
            assertThat(bench.instance.drain(Duration.ZERO)).isTrue();
        }
    }

    // ---- priorities

    @Test
    void higherPrioritiesBeginFirstAndAreDroppedLast() {
        try (Bench bench = Bench.of(ONE.withQueue(3))) {
            bench.send(List.of(0, 1));
            bench.send(2, ExecuteOptions.DEFAULT.withPriority(5));
            bench.send(3, ExecuteOptions.DEFAULT.withPriority(9));
            bench.send(4, ExecuteOptions.DEFAULT.withPriority(5)); // 1 makes room
            bench.send(5, ExecuteOptions.DEFAULT.withPriority(-1)); // lower than all: leaves itself
            bench.let(0, 2, 3, 4);
            Bench.await("all", () -> bench.ends.size() == 6);
            assertThat(bench.begun).containsExactly("c0:0", "c0:3", "c0:2", "c0:4");
            assertThat(bench.ends).startsWith("1 OVERFLOW", "5 OVERFLOW");
            // one at a time in order of arrival: what waits in line leaves as it came
            assertThat(bench.count(Status.SUCCESS)).isEqualTo(4);
        }
    }

    /** Those done must not keep the workers that an older one of low priority needs. */
    @Test
    void prioritiesDoNotStarveTheHeadOfTheOrder() {
        ControllerSettings settings = ONE.withQueue(20).withReorder(new ReorderWindow(1, Duration.ZERO));
        try (Bench bench = Bench.of(settings)) {
            bench.send(List.of(0, 1, 2));
            for (int number = 3; number < 9; number++) {
                bench.send(number, ExecuteOptions.DEFAULT.withPriority(number));
            }
            bench.let(0, 1, 2, 3, 4, 5, 6, 7, 8);
            Bench.await("all", () -> bench.count(Status.SUCCESS) == 9);
            assertThat(List.copyOf(bench.ends)).isSorted();
        }
    }

    // ---- from controller to controller

    @Test
    void aFullLaterControllerDropsWhereThePolicyIsToDrop() {
        ControllerSettings many = ControllerSettings.of(ControllerMode.NO_ORDER, 4);
        try (Bench bench = Bench.of(many, ONE.withQueue(1))) {
            bench.send(List.of(0, 1, 2));
            bench.let(0).awaitBegun("c1", 0);
            bench.let(1);
            Bench.await("1 waits", () -> bench.statistics("c1").inputWaitingNow() == 1);
            bench.let(2).awaitEnds("1 OVERFLOW");
            bench.let("c1", 0, 2).awaitEnds("1 OVERFLOW", "0 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void aFullLaterControllerPushesBackToTheEntrance() {
        ControllerSettings entrance = ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, 2)
                .withQueue(2)
                .withOverflow(Overflow.BLOCK);
        ControllerSettings later = ONE.withQueue(1).withOverflow(Overflow.BLOCK);
        try (Bench bench = Bench.of(entrance, later)) {
            bench.let(0, 1).send(List.of(0, 1));
            Bench.await("the later one is full", () -> bench.statistics("c1").input() == 2);
            // one after the other: who is done before its turn needs no worker, and another one would begin
            for (int number : new int[] {2, 3}) {
                DataPackage<Integer> held = bench.let(number).send(number);
                Bench.await(number + " has been worked on", () -> isDone(held));
            }
            bench.let(4, 5, 6).send(List.of(4, 5));
            Thread caller = Thread.ofPlatform().start(() -> bench.send(6));
            Bench.await("the caller waits", () -> caller.getState() == Thread.State.WAITING);
            assertThat(bench.begun).filteredOn(begin -> begin.startsWith("c0")).hasSize(4);
            assertThat(bench.statistics("c0").inputWaitingNow()).isEqualTo(2);
            assertThat(bench.statistics("c1").input()).isEqualTo(2);
            assertThat(bench.ends).isEmpty();
            bench.let("c1", 0, 1, 2, 3, 4, 5, 6);
            bench.awaitEnds("0 SUCCESS", "1 SUCCESS", "2 SUCCESS", "3 SUCCESS", "4 SUCCESS", "5 SUCCESS", "6 SUCCESS");
        }
    }

    private static boolean isDone(DataPackage<Integer> held) {
        return held.snapshot().controllers().getFirst().status() == Status.SUCCESS;
    }

    @Test
    void closingEndsThoseThatWaitBetweenControllers() {
        ControllerSettings many =
                ControllerSettings.of(ControllerMode.NO_ORDER, 4).withQueue(4);
        Bench bench = Bench.of(many, ONE.withQueue(0).withOverflow(Overflow.BLOCK));
        bench.let(0).send(0);
        bench.awaitBegun("c1", 0);
        bench.let(1, 2).send(List.of(1, 2, 3));
        bench.awaitBegun("c0", 1, 2, 3);
        bench.instance.close();
        assertThat(bench.ends).containsExactlyInAnyOrder("0 ERROR", "1 ERROR", "2 ERROR", "3 ERROR");
        bench.close();
    }

    // ---- deadlines

    @Test
    void whoWaitsTooLongForAWorkerEndsInAnError() {
        try (Bench bench = Bench.of(ONE.withQueue(2))) {
            bench.send(0);
            DataPackage<Integer> late = bench.send(1, ExecuteOptions.DEFAULT.withDeadline(Duration.ofMillis(20)));
            bench.send(2, ExecuteOptions.DEFAULT.withDeadline(Duration.ofHours(1)));
            bench.awaitEnds("1 ERROR");
            assertThat(late.errors()).singleElement().satisfies(error -> {
                assertThat(error.type()).isEqualTo("TimeoutError");
                assertThat(error.message()).contains("queue of c0");
            });
            bench.let(0, 2).awaitEnds("1 ERROR", "0 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void whoWaitsTooLongForItsTurnEndsInAnError() {
        try (Bench bench = Bench.of(ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, 3))) {
            bench.send(0);
            bench.send(1, ExecuteOptions.DEFAULT.withDeadline(Duration.ofMillis(50)));
            bench.send(2).status();
            bench.let(1, 2).awaitEnds("1 ERROR");
            bench.let(0).awaitEnds("1 ERROR", "0 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void whoWaitsTooLongBetweenControllersEndsInAnError() {
        ControllerSettings many = ControllerSettings.of(ControllerMode.NO_ORDER, 4);
        try (Bench bench = Bench.of(many, ONE.withQueue(0).withOverflow(Overflow.BLOCK))) {
            bench.let(0, 1).send(0);
            bench.awaitBegun("c1", 0);
            bench.send(1, ExecuteOptions.DEFAULT.withDeadline(Duration.ofMillis(50)));
            bench.awaitEnds("1 ERROR");
            bench.let("c1", 0).awaitEnds("1 ERROR", "0 SUCCESS");
        }
    }

    // ---- the reorder window

    @Test
    void afterTheMaximumWaitAGapIsReportedInsteadOfAStall() {
        Queue<String> gaps = new ConcurrentLinkedQueue<>();
        UnaryOperator<io.millrace.pipeline.PipelineBuilder<Integer>> observed =
                builder -> builder.observer(new PipelineObserver<>() {
                    @Override
                    public void gap(String instanceId, String controllerName, long first, long last) {
                        gaps.add(controllerName + " " + first + "-" + last);
                    }
                });
        ControllerSettings settings = ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, 5)
                .withReorder(new ReorderWindow(10, Duration.ofMillis(30)));
        try (Bench bench = new Bench(observed, settings)) {
            bench.send(List.of(0, 1, 2, 3, 4)).let(2, 4);
            bench.awaitEnds("2 SUCCESS", "4 SUCCESS");
            Bench.await("gaps", () -> bench.statistics("c0").gaps() == 3);
            assertThat(String.join(", ", gaps)).isIn("c0 0-1, c0 3-3", "c0 3-3, c0 0-1");
            bench.let(0);
            Bench.await("0", () -> bench.ends.size() == 3);
            bench.let(3);
            Bench.await("3", () -> bench.ends.size() == 4);
            bench.let(1);
            bench.awaitEnds("2 SUCCESS", "4 SUCCESS", "0 OUTDATED", "3 OUTDATED", "1 OUTDATED");
        }
    }

    @Test
    void aFullWindowKeepsWorkersBusy() {
        ControllerSettings settings = ControllerSettings.of(ControllerMode.ORDER_BY_SEQUENCE, 2)
                .withQueue(20)
                .withReorder(new ReorderWindow(3, Duration.ZERO));
        try (Bench bench = Bench.of(settings)) {
            bench.let(1, 2, 3, 4, 5, 6, 7, 8).send(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
            Bench.await("window", () -> bench.statistics("c0").outputWaitingNow() == 4);
            assertThat(bench.begun).hasSize(5); // 0, three in the window, and one that keeps its worker
            assertThat(bench.statistics("c0").inputWaitingNow()).isEqualTo(4);
            bench.let(0);
            Bench.await("all", () -> bench.count(Status.SUCCESS) == 9);
            assertThat(List.copyOf(bench.ends)).isSorted();
        }
    }

    // ---- pause, drain, close

    @Test
    void whilePausedNobodyBegins() {
        try (Bench bench = Bench.of(ONE.withQueue(3))) {
            bench.let(0, 1, 2).instance.pause();
            assertThat(bench.instance.paused()).isTrue();
            bench.send(List.of(0, 1, 2));
            assertThat(bench.statistics("c0").inputWaitingNow()).isEqualTo(3);
            assertThat(bench.begun).isEmpty();
            bench.instance.resume();
            bench.awaitEnds("0 SUCCESS", "1 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void drainingGoesOnAndTakesNoMore() throws InterruptedException {
        try (Bench bench = Bench.of(ONE.withQueue(3))) {
            bench.instance.pause();
            bench.send(List.of(0, 1, 2));
            assertThat(bench.instance.drain(Duration.ofMillis(1))).isFalse();
            assertThatThrownBy(() -> bench.send(3))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("is draining");
            bench.let(0, 1, 2);
            assertThat(bench.instance.drain(Duration.ofSeconds(20))).isTrue();
            bench.awaitEnds("0 SUCCESS", "1 SUCCESS", "2 SUCCESS");
        }
    }

    @Test
    void closingEndsAllWithAnErrorAndTakesNoMore() {
        Bench bench = Bench.of(ONE.withQueue(3));
        DataPackage<Integer> waiting = bench.send(0);
        bench.awaitBegun("c0", 0);
        bench.send(1);
        bench.instance.close();
        assertThat(bench.ends).containsExactlyInAnyOrder("0 ERROR", "1 ERROR");
        assertThat(waiting.errors()).isNotEmpty();
        assertThatThrownBy(() -> bench.send(2))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("is closed");
        bench.close();
    }

    @Test
    void closingFreesACallerThatWaits() throws InterruptedException {
        Bench bench = Bench.of(ONE.withQueue(0).withOverflow(Overflow.BLOCK));
        bench.send(0);
        Thread caller = Thread.ofPlatform().start(() -> bench.send(1));
        Bench.await("the caller waits", () -> caller.getState() == Thread.State.WAITING);
        bench.instance.close();
        caller.join();
        assertThat(bench.ends).containsExactlyInAnyOrder("0 ERROR", "1 ERROR");
        bench.close();
    }

    // ---- threads

    /** Packages here are short, so a thread at work goes on with the next one; a slow one must not hold those up. */
    @Test
    void aSlowPackageAmongShortOnesHoldsNobodyUp() {
        try (Bench bench =
                Bench.of(ControllerSettings.of(ControllerMode.NO_ORDER, 8).withQueue(100))) {
            bench.let(1);
            for (int round = 1; round <= 200; round++) {
                int ends = round * 10;
                for (int i = 0; i < 10; i++) {
                    bench.send(1);
                }
                Bench.await("short ones", () -> bench.ends.size() == ends);
            }
            for (int slow = 2; slow < 9; slow++) {
                bench.send(slow);
                bench.send(1);
                int ends = 2_000 + slow - 1;
                Bench.await("a short one behind " + slow, () -> bench.ends.size() == ends);
            }
        }
    }
}
