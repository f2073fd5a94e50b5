package io.millrace.mq.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultPlanTest {

    private static final FaultRates RATES =
            new FaultRates(0.05, 0.1, 0.2, 0.3, Duration.ofMillis(2), Duration.ofMillis(10));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 42, -7})
    void decidesTheSameForTheSameSeed(long seed) {
        assertThat(faults(RATES, seed, 1_000)).isEqualTo(faults(RATES, seed, 1_000));
        assertThat(faults(RATES, seed, 1_000)).isNotEqualTo(faults(RATES, seed + 1, 1_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 42, -7})
    void keepsToTheRates(long seed) {
        List<Fault> faults = faults(RATES, seed, 100_000);
        assertThat(share(faults, Fault::lost)).isCloseTo(0.05, within(0.005));
        assertThat(share(faults, Fault::duplicated)).isCloseTo(0.1, within(0.005));
        assertThat(share(faults, Fault::reordered)).isCloseTo(0.2, within(0.005));
        assertThat(share(faults, Fault::garbled)).isCloseTo(0.3, within(0.005));
        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.delayNanos()).isBetween(2_000_000L, 10_000_000L);
            assertThat(fault.copyDelayNanos()).isBetween(2_000_000L, 10_000_000L);
        });
    }

    @Test
    void leavesTheOtherFaultsAloneWhenOneRateChanges() {
        List<Fault> some = faults(RATES, 5, 1_000);
        List<Fault> more = faults(RATES.withLoss(0.9), 5, 1_000);
        for (int i = 0; i < some.size(); i++) {
            assertThat(more.get(i).duplicated()).isEqualTo(some.get(i).duplicated());
            assertThat(more.get(i).delayNanos()).isEqualTo(some.get(i).delayNanos());
            assertThat(more.get(i).garbling()).isEqualTo(some.get(i).garbling());
        }
    }

    @Test
    void treatsClientsAndDirectionsDifferently() {
        FaultPlan first = FaultPlan.of(RATES, 3, 0, true);
        FaultPlan second = FaultPlan.of(RATES, 3, 1, true);
        FaultPlan answers = FaultPlan.of(RATES, 3, 0, false);
        assertThat(faults(first, 100)).isNotEqualTo(faults(second, 100)).isNotEqualTo(faults(answers, 100));
        assertThat(faults(first, 100)).isEqualTo(faults(FaultPlan.of(RATES, 3, 0, true), 100));
    }

    @Test
    void garblesOneToThreeBytesAndNeverNone() {
        byte[] original = "1bPUT 4 bytes".getBytes(StandardCharsets.US_ASCII);
        for (Fault fault : faults(RATES, 11, 1_000)) {
            byte[] bytes = original.clone();
            fault.garble(ByteBuffer.wrap(bytes));
            int changed = 0;
            for (int i = 0; i < bytes.length; i++) {
                changed += bytes[i] == original[i] ? 0 : 1;
            }
            assertThat(changed).isBetween(1, 3);
        }
        faults(RATES, 11, 1).getFirst().garble(ByteBuffer.allocate(0));
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRates.NONE.withLoss(1.5))
                .withMessage("loss must be from 0 to 1, was 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRates.NONE.withGarbling(Double.NaN))
                .withMessageContaining("garbling");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultRates.NONE.withDelay(Duration.ofMillis(2), Duration.ofMillis(1)))
                .withMessageContaining("minDelay <= maxDelay");
    }

    private static List<Fault> faults(FaultRates rates, long seed, int count) {
        return faults(new FaultPlan(rates, seed), count);
    }

    private static List<Fault> faults(FaultPlan plan, int count) {
        return LongStream.range(0, count).mapToObj(plan::fault).toList();
    }

    private static double share(List<Fault> faults, Predicate<Fault> predicate) {
        return faults.stream().filter(predicate).count() / (double) faults.size();
    }
}
