package io.millrace.vehicles.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.testkit.CollectingSink;
import io.millrace.core.testkit.ListSource;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.Region;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeadLetterRecordsTest {

    private static final String TOPIC = "/hfp/v2/deadrun/ongoing/vp/bus/0018/01047";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A list has no topics, so the first step gives them. */
    @Test
    void passesGoodMessagesOnAndOthersWithTheirReason() throws Exception {
        byte[] good = bytes("{\"VP\":{\"veh\":1047,\"tst\":\"2023-10-30T03:03:04.779Z\",\"tsi\":1698634984}}");
        byte[] bad = bytes("{\"VP\":{\"veh\":1047}}");
        byte[] broken = bytes("no json");
        Operator<byte[], byte[]> withTopic =
                (in, out) -> out.accept(new Record<>(TOPIC, in.value(), in.timestamp(), Map.of("mqtt.qos", "1")));
        CollectingSink<byte[]> sink = new CollectingSink<>();
        CollectingSink<byte[]> letters = new CollectingSink<>();
        Pipeline<byte[], byte[]> pipeline = Pipeline.<byte[], byte[]>of(
                        "validate",
                        new ListSource<>(List.of(good, bad, broken), 3),
                        withTopic.then(HfpOperators.validated(new HfpParser(Region.FINLAND))),
                        sink)
                .withDeadLetters(DeadLetterRecords.sink(letters));
        PipelineRunner runner = new PipelineRunner(Ticker.SYSTEM, PipelineListener.NONE, new Random(1));
        try (PipelineHandle handle = runner.start(pipeline)) {
            assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.records())
                .containsExactly(
                        new Record<>(TOPIC, good, Instant.parse("2023-10-30T03:03:04.779Z"), Map.of("mqtt.qos", "1")));
        assertThat(letters.values()).containsExactly(bad, broken);
        assertThat(letters.records())
                .extracting(record -> record.headers().get("millrace.reason"))
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("VP of 18/1047: tst is missing; tsi is missing"),
                        reason -> assertThat(reason).startsWith("payload is not JSON"));
        assertThat(letters.records().getFirst().headers())
                .containsEntry("millrace.pipeline", "validate")
                .containsEntry("millrace.part", "operator");
    }
}
