package io.millrace.pipeline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.PackageRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecentPackagesTest {

    private final ManualTicker ticker = new ManualTicker();

    @Test
    void keepsTheLastAndTheSlowest() {
        RecentPackages recent = new RecentPackages(3, 2, 1 << 20, ticker);
        for (int i = 0; i < 10; i++) {
            recent.add(ended("p" + i, i == 2 || i == 5 ? 1_000 + i : i, "x"));
        }

        assertThat(recent.last()).extracting(DataPackage::id).containsExactly("p9", "p8", "p7");
        assertThat(recent.slowest()).extracting(DataPackage::id).containsExactly("p5", "p2");
        assertThat(recent.find("p2")).isPresent();
        assertThat(recent.find("p8")).isPresent();
        assertThat(recent.find("p3")).isEmpty();
    }

    @Test
    void keepsNoMoreBytesThanItMay() {
        RecentPackages recent = new RecentPackages(100, 100, 10_000, ticker);
        for (int i = 0; i < 100; i++) {
            recent.add(ended("p" + i, i, "x".repeat(1_000)));
        }

        assertThat(recent.last()).hasSizeBetween(3, 5);
        assertThat(recent.slowest()).hasSizeBetween(3, 5);

        recent.add(ended("large", 1_000, "x".repeat(100_000)));
        assertThat(recent.last()).extracting(DataPackage::id).containsExactly("large");
    }

    @Test
    void forgetsSlowPackagesOfLongAgo() {
        RecentPackages recent = new RecentPackages(1, 5, 1 << 20, ticker);
        recent.add(ended("old", 1_000, "x"));
        ticker.advance(Duration.ofMinutes(9));
        recent.add(ended("new", 10, "x"));
        ticker.advance(Duration.ofMinutes(2));
        recent.expire();

        assertThat(recent.slowest()).extracting(DataPackage::id).containsExactly("new");
    }

    private static DataPackage<Object> ended(String id, long nanos, Object data) {
        return new Ended(id, nanos, data);
    }

    private record Ended(String id, long elapsedNanos, Object data) implements DataPackage<Object> {

        @Override
        public String pipelineInstanceId() {
            return "PI-1";
        }

        @Override
        public Optional<String> key() {
            return Optional.empty();
        }

        @Override
        public Status status() {
            return Status.SUCCESS;
        }

        @Override
        public List<ErrorRecord> errors() {
            return List.of();
        }

        @Override
        public PackageRecord snapshot() {
            return new PackageRecord(id, "P-1", "p", "PI-1", List.of(), data, Status.SUCCESS, 0, 0, 0, List.of());
        }
    }
}
