package io.millrace.mq.queue;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.testkit.SinkContract;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeMeter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

final class MessageQueueContractTest {

    private static final List<String> SAMPLES = List.of("one", "two", "three", "four", "five");

    private static MessageQueue queue() {
        return MessageQueue.create(MessageQueueSettings.of("test"), Ticker.SYSTEM, NodeMeter.NONE);
    }

    @Nested
    final class AsSource implements SourceContract<String> {

        @Override
        public List<String> samples() {
            return SAMPLES;
        }

        @Override
        public Source<String> sourceOf(List<String> values) {
            MessageQueue queue = queue();
            values.forEach(value -> queue.put(NewMessage.of(value)));
            return new MessageQueueSource(queue, 2, Ticker.SYSTEM);
        }

        @Override
        public Source<String> silent() {
            return new MessageQueueSource(queue(), 2, Ticker.SYSTEM);
        }

        @Override
        public boolean ends() {
            return false;
        }
    }

    @Nested
    final class AsSink implements SinkContract<String> {

        private final MessageQueue queue = queue();
        private final List<String> read = new ArrayList<>();

        @Override
        public List<String> samples() {
            return SAMPLES;
        }

        @Override
        public Sink<String> sink() {
            return new MessageQueueSink(queue);
        }

        @Override
        public List<String> stored() {
            for (Delivery next = queue.get(); next != null; next = queue.get()) {
                read.add(next.text());
            }
            return List.copyOf(read);
        }

        @Override
        public @Nullable String poison() {
            return "x".repeat(MessageQueue.MAX_MESSAGE + 1);
        }

        @Override
        public boolean idempotent() {
            return false;
        }
    }
}
