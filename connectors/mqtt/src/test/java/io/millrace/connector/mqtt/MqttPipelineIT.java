package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.testkit.CollectingSink;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ListSource;
import io.millrace.core.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MqttPipelineIT {

    /** Numbers go through a broker that restarts twice on the way; each arrives. */
    @Test
    void losesNothingWhenTheBrokerRestarts(@TempDir Path folder) throws Exception {
        List<String> values =
                IntStream.range(0, 20_000).mapToObj(Integer::toString).toList();
        AtomicInteger restarts = new AtomicInteger();
        PipelineListener counting = event -> {
            if (event instanceof PipelineEvent.Restarting) {
                restarts.incrementAndGet();
            }
        };
        PipelineSettings settings =
                PipelineSettings.DEFAULT.with(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), 0.2));
        try (Mosquitto broker = Mosquitto.start(folder)) {
            String address = broker.address();
            // region copy
            MqttConnection connection = MqttConnection.of(address, "numbers").with(MqttProtocol.V5);
            MqttSource<String> source = MqttSource.text(MqttSourceSettings.of(connection, "numbers/#"), Ticker.SYSTEM);
            CollectingSink<String> sink = new CollectingSink<>();
            Pipeline<String, String> receiving = Pipeline.of("receiving", source, Operator.identity(), sink);
            PipelineRunner runner = new PipelineRunner(Ticker.SYSTEM, counting, new Random(7));
            // endregion
            MqttSink<String> publisher = MqttSink.text(new MqttSinkSettings(
                    MqttConnection.of(address, "publisher"), "numbers/all", MqttQuality.AT_LEAST_ONCE, false, 100));
            Pipeline<String, String> sending =
                    Pipeline.of("sending", new ListSource<>(values, 500), Operator.identity(), publisher);
            try (PipelineHandle receiver = runner.start(receiving.with(settings))) {
                Eventually.until(
                        "it has subscribed", () -> receiver.state().text().equals("running"));
                try (PipelineHandle sender = runner.start(sending.with(settings))) {
                    for (int share = 1; share <= 2; share++) {
                        sink.await(share * values.size() / 4);
                        broker.stop();
                        broker.startAgain();
                    }
                    sender.await();
                }
                Set<String> missing = new HashSet<>(values);
                Eventually.until("all have come", () -> {
                    missing.removeAll(sink.values());
                    return missing.isEmpty();
                });
            }
            assertThat(restarts.get()).isPositive();
            assertThat(source.lostSessions()).isZero();
            assertThat(sink.records()).extracting(Record::key).containsOnly("numbers/all");
            System.out.println("of " + values.size() + " messages "
                    + (sink.values().size() - values.size()) + " came twice, parts reopened " + restarts);
        }
    }
}
