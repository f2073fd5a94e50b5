package io.millrace.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.flow.QueueSource;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelinePart;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.testkit.CollectingSink;
import io.millrace.core.testkit.ListSource;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MicrometerListenerTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ManualTicker ticker = new ManualTicker();
    private final MicrometerListener listener = new MicrometerListener(registry, ticker);

    @Test
    void countsWhatAPipelineDoes() throws InterruptedException {
        Operator<Integer, Integer> odd = (in, out) -> {
            if (in.value() == 3) {
                throw new PoisonException("no threes");
            }
            out.accept(in.withValue(in.value() * 10));
        };
        Pipeline<Integer, Integer> pipeline = Pipeline.of(
                        "numbers", new ListSource<>(List.of(1, 2, 3, 4), 2), odd, new CollectingSink<>())
                .with(PipelineSettings.DEFAULT.with(FailurePolicy.SKIP));
        try (PipelineHandle handle = new PipelineRunner(ticker, listener, new Random(1)).start(pipeline)) {
            handle.await();
        }
        assertThat(counter(MeterNames.RECORDS_READ)).isEqualTo(4);
        assertThat(counter(MeterNames.RECORDS_WRITTEN)).isEqualTo(3);
        assertThat(counter(MeterNames.RECORDS_REJECTED, "reason", "operator")).isEqualTo(1);
        assertThat(registry.get("pipeline.poll").tag("outcome", "batch").timer().count())
                .isEqualTo(2);
        assertThat(registry.get("pipeline.write")
                        .tag("outcome", "written")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(gauge(MeterNames.RUNNING)).isZero();
    }

    @Test
    void tellsLagRunningRestartsAndFailures() {
        listener.on(new PipelineEvent.StateChanged("numbers", new PipelineState.Running()));
        assertThat(gauge(MeterNames.RUNNING)).isEqualTo(1);
        assertThat(gauge(MeterNames.LAG)).isNaN();
        listener.on(new PipelineEvent.Written("numbers", 5, ticker.now(), Duration.ofMillis(3)));
        listener.on(new PipelineEvent.Written("numbers", 5, ticker.now().minusSeconds(100), Duration.ofMillis(3)));
        ticker.advance(Duration.ofSeconds(7));
        assertThat(gauge(MeterNames.LAG)).isEqualTo(7);
        listener.on(new PipelineEvent.CallFailed("numbers", PipelinePart.SINK, Duration.ofMillis(5)));
        listener.on(new PipelineEvent.Restarting("numbers", PipelinePart.SINK, new TransientException("gone")));
        assertThat(counter(MeterNames.RESTARTS, "reason", "sink")).isEqualTo(1);
        assertThat(registry.get("pipeline.write")
                        .tag("outcome", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void watchesAQueueAndForgetsAPipeline() throws InterruptedException {
        QueueSource<String> queue =
                new QueueSource<>(new QueueSettings(Overflow.DROP_OLDEST, 2, 10), DropListener.NONE);
        listener.watch("numbers", queue);
        for (String value : List.of("a", "b", "c")) {
            assertThat(queue.put(Record.of(value, ticker.now()))).isTrue();
        }
        assertThat(registry.get("pipeline.queue.depth")
                        .tag("overflow", "drop-oldest")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(gauge(MeterNames.QUEUE_CAPACITY)).isEqualTo(2);
        assertThat(registry.get("pipeline.queue.dropped").functionCounter().count())
                .isEqualTo(1);
        listener.forget("numbers");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void registersNoMeterThatTheEnumDoesNotName() {
        listener.on(new PipelineEvent.StateChanged("numbers", new PipelineState.Running()));
        Set<String> names =
                Arrays.stream(MeterNames.values()).map(MeterNames::meter).collect(Collectors.toSet());
        assertThat(registry.getMeters())
                .isNotEmpty()
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(names).contains(id.getName()));
    }

    private double counter(MeterNames name, String... tags) {
        return registry.get(name.meter()).tags(tags).counter().count();
    }

    private double gauge(MeterNames name) {
        return registry.get(name.meter()).gauge().value();
    }
}
