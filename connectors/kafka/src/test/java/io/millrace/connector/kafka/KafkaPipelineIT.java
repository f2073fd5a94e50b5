package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class KafkaPipelineIT {

    @Test
    void copiesFromTopicToTopic() throws Exception {
        Broker broker = Broker.embedded();
        String servers = broker.address();
        broker.create("trades");
        broker.create("large");
        broker.put("trades", bytes("small"), bytes("a long trade"), bytes("another long trade"));
        // region copy
        KafkaSource<String> source = KafkaSource.text(KafkaSourceSettings.of(servers, "trades", "large-trades"));
        KafkaSink<String> sink = KafkaSink.text(KafkaSinkSettings.of(servers, "large"));
        Pipeline<String, String> pipeline = Pipeline.of(
                "large-trades",
                source,
                (in, out) -> {
                    if (in.value().length() > 10) {
                        out.accept(in);
                    }
                },
                sink);
        // endregion
        PipelineRunner runner = new PipelineRunner(Ticker.SYSTEM, PipelineListener.NONE, new Random(1));
        try (PipelineHandle handle = runner.start(pipeline)) {
            Eventually.until("both are copied", () -> broker.contents("large").size() == 2);
            assertThat(handle.state()).isEqualTo(new PipelineState.Running());
        }
        assertThat(broker.contents("large"))
                .extracting(ConsumerRecord::value)
                .containsExactly("a long trade", "another long trade");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
