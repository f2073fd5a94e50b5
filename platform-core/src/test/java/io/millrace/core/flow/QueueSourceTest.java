package io.millrace.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class QueueSourceTest {

    private static final Duration NOW = Duration.ZERO;

    private final AtomicLong counted = new AtomicLong();

    private QueueSource<String> queue(Overflow overflow, int capacity) {
        return new QueueSource<>(new QueueSettings(overflow, capacity, 100), (_, rows, _) -> counted.addAndGet(rows));
    }

    private static Record<String> record(String value) {
        return new Record<>(value.substring(0, 1), value, Instant.EPOCH, Map.of());
    }

    private static void offer(QueueSource<String> queue, String... values) {
        for (String value : values) {
            boolean _ = queue.offer(record(value));
        }
    }

    private static List<String> poll(QueueSource<String> queue) throws InterruptedException {
        return switch (queue.poll(NOW)) {
            case Poll.Batch<String> batch -> {
                batch.ack().commit();
                yield batch.records().stream().map(Record::value).toList();
            }
            case Poll.Idle<String> _ -> List.of("idle");
            case Poll.End<String> _ -> List.of("end");
        };
    }

    @Test
    void dropsByItsPolicyAndCounts() throws InterruptedException {
        QueueSource<String> oldest = queue(Overflow.DROP_OLDEST, 2);
        offer(oldest, "a1", "a2", "a3");
        assertThat(poll(oldest)).containsExactly("a2", "a3");
        QueueSource<String> newest = queue(Overflow.DROP_NEWEST, 2);
        offer(newest, "a1", "a2", "a3");
        assertThat(poll(newest)).containsExactly("a1", "a2");
        QueueSource<String> latest = queue(Overflow.LATEST_BY_KEY, 2);
        offer(latest, "a1", "b2", "a3", "c4");
        assertThat(poll(latest)).containsExactly("a3", "c4");
        assertThat(oldest.dropped()).isEqualTo(1);
        assertThat(newest.dropped()).isEqualTo(1);
        assertThat(latest.dropped()).isEqualTo(2);
        assertThat(counted).hasValue(4);
    }

    @Test
    void makesAProducerWaitAndRefusesOneThatMustNot() throws InterruptedException {
        QueueSource<String> queue = queue(Overflow.BLOCK, 1);
        assertThat(queue.put(record("a1"))).isTrue();
        assertThat(queue.offer(record("a2"))).isFalse();
        Thread producer = Thread.ofPlatform().start(() -> {
            try {
                boolean _ = queue.put(record("a3"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Eventually.untilWaiting(producer);
        assertThat(poll(queue)).containsExactly("a1");
        producer.join();
        assertThat(poll(queue)).containsExactly("a3");
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void freesAWaitingProducerWhenClosed() throws InterruptedException {
        QueueSource<String> queue = queue(Overflow.BLOCK, 1);
        offer(queue, "a1");
        Thread producer = Thread.ofPlatform().start(() -> {
            try {
                assertThat(queue.put(record("a2"))).isFalse();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Eventually.untilWaiting(producer);
        queue.close();
        producer.join();
        assertThat(poll(queue)).containsExactly("end");
    }

    @Test
    void cutsOffAPipelineThatIsTooSlowUntilItReopens() throws InterruptedException {
        QueueSource<String> queue = queue(Overflow.DISCONNECT, 2);
        offer(queue, "a1", "a2", "a3", "a4");
        assertThatThrownBy(() -> queue.poll(NOW))
                .isInstanceOf(TransientException.class)
                .hasMessage("queue is full (2 records)");
        assertThat(queue.dropped()).isEqualTo(3);
        queue.open();
        offer(queue, "a5");
        assertThat(poll(queue)).containsExactly("a5");
    }

    @Test
    void losesNothingWhenTwoReopensFollowEachOther() throws InterruptedException {
        QueueSource<String> queue = new QueueSource<>(new QueueSettings(Overflow.BLOCK, 9, 1), DropListener.NONE);
        queue.open();
        offer(queue, "a1", "b2", "c3", "d4");
        for (int i = 0; i < 3; i++) {
            assertThat(queue.poll(NOW)).isInstanceOf(Poll.Batch.class);
        }
        queue.open();
        queue.open();
        assertThat(queue.poll(NOW)).isInstanceOf(Poll.Batch.class);
        queue.open();
        List<String> again = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            again.addAll(poll(queue));
        }
        assertThat(again).containsExactly("a1", "b2", "c3", "d4");
        assertThat(poll(queue)).containsExactly("idle");
    }

    @Test
    void givesUncommittedBatchesAgainInOrderAfterAReopen() throws InterruptedException {
        QueueSource<String> queue = new QueueSource<>(new QueueSettings(Overflow.BLOCK, 10, 2), DropListener.NONE);
        queue.open();
        offer(queue, "a1", "a2", "a3", "a4", "a5");
        assertThat(poll(queue)).containsExactly("a1", "a2");
        assertThat(queue.poll(NOW)).isInstanceOf(Poll.Batch.class);
        queue.open();
        assertThat(poll(queue)).containsExactly("a3", "a4");
        assertThat(poll(queue)).containsExactly("a5");
        queue.open();
        assertThat(poll(queue)).containsExactly("idle");
    }

    @Test
    void endsOrFailsBehindWhatIsQueued() throws InterruptedException {
        QueueSource<String> queue = queue(Overflow.BLOCK, 10);
        offer(queue, "a1");
        queue.fail(new FatalException("gone for good"));
        assertThat(poll(queue)).containsExactly("a1");
        assertThatThrownBy(() -> queue.poll(NOW)).hasMessage("gone for good");
        queue.open();
        offer(queue, "a2");
        queue.end();
        assertThat(queue.offer(record("a3"))).isFalse();
        assertThat(poll(queue)).containsExactly("a2");
        assertThat(poll(queue)).containsExactly("end");
    }

    @Test
    void takesSeveralAtOnceUpToItsBound() throws InterruptedException {
        List<Record<String>> five = List.of(record("a1"), record("a2"), record("a3"), record("a4"), record("a5"));
        QueueSource<String> blocking = queue(Overflow.BLOCK, 3);
        assertThat(blocking.offerAll(five)).isEqualTo(3);
        assertThat(blocking.dropped()).isZero();
        QueueSource<String> newest = queue(Overflow.DROP_NEWEST, 3);
        assertThat(newest.offerAll(five)).isEqualTo(5);
        assertThat(newest.dropped()).isEqualTo(2);
        assertThat(newest.depth()).isEqualTo(3);
        QueueSource<String> oldest = queue(Overflow.DROP_OLDEST, 3);
        assertThat(oldest.offerAll(five)).isEqualTo(5);
        assertThat(oldest.dropped()).isEqualTo(2);
        oldest.close();
        assertThat(oldest.offerAll(five)).isZero();
    }
}
