package io.millrace.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promise of each mode, as the reference's table has it. */
@Timeout(60)
class ModesTest {

    private static Bench five(ControllerMode mode) {
        return Bench.of(ControllerSettings.of(mode, 5)).send(List.of(0, 1, 2, 3, 4));
    }

    @Test
    void withoutOrderTheyLeaveAsTheyFinish() {
        try (Bench bench = five(ControllerMode.NO_ORDER)) {
            bench.finishInOrder(0, 2, 1, 4, 3);
            bench.awaitEnds("0 SUCCESS", "2 SUCCESS", "1 SUCCESS", "4 SUCCESS", "3 SUCCESS");
        }
    }

    @Test
    void bySequenceTheyLeaveAsTheyCame() {
        try (Bench bench = five(ControllerMode.ORDER_BY_SEQUENCE)) {
            bench.finishInOrder(0, 2, 1, 4, 3);
            bench.awaitEnds("0 SUCCESS", "1 SUCCESS", "2 SUCCESS", "3 SUCCESS", "4 SUCCESS");
        }
    }

    @Test
    void whereTheFirstWinsTheSlowAreOutdated() {
        try (Bench bench = five(ControllerMode.FIRST_WINS)) {
            bench.awaitBegun("c0", 0, 1, 2, 3, 4);
            bench.let(0);
            Bench.await("0", () -> bench.ends.contains("0 SUCCESS"));
            bench.let(2);
            Bench.await("1 loses at once", () -> bench.ends.contains("1 OUTDATED"));
            bench.let(4);
            Bench.await("3 loses at once", () -> bench.ends.contains("3 OUTDATED"));
            assertThat(bench.ends)
                    .filteredOn(end -> end.endsWith("SUCCESS"))
                    .containsExactly("0 SUCCESS", "2 SUCCESS", "4 SUCCESS");
            assertThat(bench.ends).hasSize(5);
        }
    }

    @Test
    void theDocumentedExampleOfTheFirstWins() {
        try (Bench bench = Bench.of(ControllerSettings.of(ControllerMode.FIRST_WINS, 5))) {
            bench.send(List.of(1, 2, 3, 4, 5)).awaitBegun("c0", 1, 2, 3, 4, 5);
            bench.let(1);
            Bench.await("1", () -> bench.ends.contains("1 SUCCESS"));
            bench.let(3);
            Bench.await("2", () -> bench.ends.contains("2 OUTDATED"));
            bench.let(5);
            Bench.await("4", () -> bench.ends.contains("4 OUTDATED"));
            assertThat(bench.ends)
                    .containsExactlyInAnyOrder("1 SUCCESS", "2 OUTDATED", "3 SUCCESS", "4 OUTDATED", "5 SUCCESS");
        }
    }

    @Test
    void notParallelIsOneAfterTheOther() {
        ControllerSettings one =
                ControllerSettings.of(ControllerMode.NOT_PARALLEL, 5).withQueue(5);
        try (Bench bench = Bench.of(one).send(List.of(0, 1, 2, 3, 4))) {
            // let go in the order of the table: each still waits for the one before
            bench.let(0, 2, 1, 4, 3);
            bench.awaitEnds("0 SUCCESS", "1 SUCCESS", "2 SUCCESS", "3 SUCCESS", "4 SUCCESS");
            assertThat(bench.begun).containsExactly("c0:0", "c0:1", "c0:2", "c0:3", "c0:4");
        }
    }

    @Test
    void byKeyOnlyThoseOfOneKeyWait() {
        ControllerSettings keys =
                ControllerSettings.of(ControllerMode.ORDER_BY_KEY, 5).withQueue(10);
        try (Bench bench = Bench.of(keys)) {
            for (int number : List.of(0, 1, 2, 3, 4)) {
                bench.send(
                        number, io.millrace.pipeline.ExecuteOptions.DEFAULT.withKey(number % 2 == 0 ? "even" : "odd"));
            }
            bench.awaitBegun("c0", 0, 1);
            bench.let(2, 4, 3, 1);
            Bench.await("the odd ones", () -> bench.ends.size() == 2);
            bench.let(0);
            bench.awaitEnds("1 SUCCESS", "3 SUCCESS", "0 SUCCESS", "2 SUCCESS", "4 SUCCESS");
        }
    }
}
