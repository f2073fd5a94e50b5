package io.millrace.mq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.statistics.NodeStatistics;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeadLettersTest {

    private final ManualTicker ticker = new ManualTicker();

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"BLOCK", "DROP_NEWEST"})
    void keepsTheLettersThatTheQueueHasNoRoomFor(Overflow overflow) {
        MessageQueueSettings settings =
                MessageQueueSettings.of("orders").withBounds(2, 100_000).withOverflow(overflow);
        try (MessageQueues queues = MessageQueues.inMemory(
                MessageQueuesSettings.of(settings), ticker, new NodeStatistics("Messagequeue", "1", ticker))) {
            MessageQueue queue = queues.defaultQueue();
            reject(queue, "first");
            reject(queue, "second");
            queue.put(NewMessage.of("waiting"));
            DeadLetters letters = new DeadLetters(new QueueNames.Named("orders", queues, queue));

            assertThatThrownBy(() -> letters.redrive(10))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("queue 'orders' is full; 1 dead letters were put back");

            assertThat(queue.depth()).isEqualTo(2);
            assertThat(letters.list(10))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.text()).isEqualTo("second"));
        }
    }

    private static void reject(MessageQueue queue, String text) {
        queue.put(NewMessage.of(text));
        long lease = queue.lease(1, Duration.ofSeconds(1)).getFirst().leaseId();
        assertThat(queue.reject(lease, "cannot parse")).isTrue();
    }
}
