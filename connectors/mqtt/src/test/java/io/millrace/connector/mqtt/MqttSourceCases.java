package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a source must do with every broker and both versions of the protocol. */
interface MqttSourceCases extends SourceContract<String> {

    /** Where the broker is. */
    String address();

    MqttProtocol protocol();

    /** Whether the broker gives unconfirmed messages again in their order. */
    default boolean ordersWhatItGivesAgain() {
        return true;
    }

    @Override
    default List<String> samples() {
        return List.of("one", "two \uD83D\uDE8B", "", "four", "five");
    }

    @Override
    default Source<String> sourceOf(List<String> values) throws Exception {
        MqttSourceSettings settings = settings("client-" + UUID.randomUUID(), "sample/" + UUID.randomUUID());
        waiting(settings, values);
        return MqttSource.text(settings, Ticker.SYSTEM);
    }

    /** Makes a session and lets messages wait in it. */
    private void waiting(MqttSourceSettings settings, List<String> values) throws Exception {
        try (MqttSource<String> source = MqttSource.text(settings, Ticker.SYSTEM)) {
            source.open();
        }
        try (OtherClient other = new OtherClient(address())) {
            for (String value : values) {
                other.publish(settings.filters().getFirst(), 1, value);
            }
        }
    }

    default MqttSourceSettings settings(String client, String filter) {
        return MqttSourceSettings.of(MqttConnection.of(address(), client).with(protocol()), filter);
    }

    @Override
    default Source<String> silent() {
        return MqttSource.text(settings("silent-" + UUID.randomUUID(), "nothing/here"), Ticker.SYSTEM);
    }

    @Override
    default boolean ends() {
        return false;
    }

    @Test
    default void givesTopicTimeAndHeaders() throws Exception {
        String topic = "/hfp/v2/Matinkylä (M)/" + UUID.randomUUID();
        MqttSourceSettings settings = settings("headers-" + UUID.randomUUID(), topic + "/#");
        try (OtherClient other = new OtherClient(address());
                MqttSource<String> source = MqttSource.text(settings, Ticker.SYSTEM)) {
            source.open();
            other.publish(topic + "/a", 0, "zero");
            other.publish(topic + "/b", 1, "one");
            List<Record<String>> records = take(source, 2, true);
            assertThat(records).extracting(Record::key).containsExactly(topic + "/a", topic + "/b");
            assertThat(records.getFirst().headers())
                    .containsEntry("mqtt.message.id", "0")
                    .containsEntry("mqtt.qos", "0")
                    .containsEntry("mqtt.retained", "false")
                    .containsEntry("mqtt.duplicate", "false");
            assertThat(records.getLast().headers()).containsEntry("mqtt.qos", "1");
            assertThat(records.getLast().headers().get("mqtt.message.id")).isNotEqualTo("0");
            assertThat(Duration.between(records.getFirst().timestamp(), Ticker.SYSTEM.now()))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(30));
        }
    }

    @Test
    default void givesTheNextProcessWhatWasNotCommitted() throws Exception {
        MqttSourceSettings settings = settings("next-" + UUID.randomUUID(), "next/" + UUID.randomUUID());
        waiting(settings, samples());
        try (MqttSource<String> first =
                MqttSource.text(settings.with(new QueueSettings(Overflow.BLOCK, 10, 1)), Ticker.SYSTEM)) {
            first.open();
            assertThat(take(first, 2, true)).extracting(Record::value).containsExactly("one", "two \uD83D\uDE8B");
            take(first, 1, false);
        }
        try (MqttSource<String> second = MqttSource.text(settings, Ticker.SYSTEM)) {
            second.open();
            List<String> again =
                    take(second, 3, true).stream().map(Record::value).toList();
            assertThat(again).containsExactlyInAnyOrder("", "four", "five");
            if (ordersWhatItGivesAgain()) {
                assertThat(again).containsExactly("", "four", "five");
            }
        }
    }

    @Test
    default void stopsReadingWhileABlockingQueueIsFullAndLosesNothing() throws Exception {
        MqttSourceSettings settings = settings("full-" + UUID.randomUUID(), "full/" + UUID.randomUUID());
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add("value " + i);
        }
        waiting(settings, values);
        try (MqttSource<String> source =
                MqttSource.text(settings.with(new QueueSettings(Overflow.BLOCK, 7, 3)), Ticker.SYSTEM)) {
            source.open();
            Eventually.until("the queue is full", () -> source.queue().depth() == 7);
            assertThat(take(source, 500, true)).extracting(Record::value).isEqualTo(values);
            assertThat(source.queue().dropped()).isZero();
        }
    }

    @Test
    default void takesNothingTwiceThatItStillHolds() throws Exception {
        MqttSourceSettings settings = settings("held-" + UUID.randomUUID(), "held/" + UUID.randomUUID());
        waiting(settings, samples());
        try (MqttSource<String> source = MqttSource.text(settings, Ticker.SYSTEM)) {
            source.open();
            Eventually.until("all have come", () -> source.queue().depth() == 5);
            assertThat(take(source, 5, false)).extracting(Record::value).isEqualTo(samples());
            source.open();
            assertThat(take(source, 5, true)).extracting(Record::value).isEqualTo(samples());
            // longer than any broker waits before it gives again
            assertThat(source.poll(Duration.ofSeconds(7))).isInstanceOf(Poll.Idle.class);
        }
        try (MqttSource<String> next = MqttSource.text(settings, Ticker.SYSTEM)) {
            next.open();
            assertThat(next.poll(Duration.ofSeconds(1))).isInstanceOf(Poll.Idle.class);
        }
    }

    /** Polls until so many records have come. */
    static <T> List<Record<T>> take(Source<T> source, int count, boolean commit) throws InterruptedException {
        List<Record<T>> records = new ArrayList<>();
        while (records.size() < count) {
            // Moquette gives again after 5 s only
            switch (source.poll(Duration.ofSeconds(15))) {
                case Poll.Batch<T> batch -> {
                    records.addAll(batch.records());
                    if (commit) {
                        batch.ack().commit();
                    }
                }
                case Poll.Idle<T> _ ->
                    throw new AssertionError("idle after " + records.size() + " records, expected " + count);
                case Poll.End<T> _ -> throw new AssertionError("ended after " + records);
            }
        }
        return records;
    }
}
