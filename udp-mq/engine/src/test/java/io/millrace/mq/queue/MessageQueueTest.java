package io.millrace.mq.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.flow.Overflow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.mq.statistics.NodeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageQueueTest {

    private final ManualTicker ticker = new ManualTicker();

    private MessageQueue queue(MessageQueueSettings settings) {
        return MessageQueue.create(settings, ticker, NodeMeter.NONE);
    }

    private MessageQueue plain() {
        return queue(MessageQueueSettings.of("q"));
    }

    private static MessageQueue dead(MessageQueue queue) {
        return requireNonNull(queue.dead(), "no dead-letter queue");
    }

    private static Delivery one(MessageQueue queue) {
        List<Delivery> leased = queue.lease(1, Duration.ZERO);
        assertThat(leased).hasSize(1);
        return leased.getFirst();
    }

    private static List<String> all(MessageQueue queue) {
        List<String> texts = new ArrayList<>();
        for (Delivery next = queue.get(); next != null; next = queue.get()) {
            texts.add(next.text());
        }
        return texts;
    }

    private static void put(MessageQueue queue, String... texts) {
        for (String text : texts) {
            assertThat(queue.put(NewMessage.of(text))).isEqualTo(PutResult.STORED);
        }
    }

    @Test
    void givesALeasedMessageAgainWhenTheLeaseHasRunOut() {
        MessageQueue queue = plain();
        put(queue, "a", "b");
        Delivery first = one(queue);
        assertThat(first.deliveries()).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(30));
        assertThat(queue.ack(first.leaseId())).isFalse();
        Delivery again = one(queue);
        assertThat(again.text()).isEqualTo("a");
        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(queue.ack(again.leaseId())).isTrue();
        assertThat(all(queue)).containsExactly("b");
        assertThat(queue.status().leasesExpired()).isEqualTo(1);
        assertThat(queue.status().redelivered()).isEqualTo(1);
        balanced(queue);
    }

    @Test
    void keepsALeaseThatIsExtended() {
        MessageQueue queue = plain();
        put(queue, "a");
        Delivery lease = one(queue);
        ticker.advance(Duration.ofSeconds(29));
        assertThat(queue.extend(lease.leaseId(), Duration.ZERO)).isTrue();
        ticker.advance(Duration.ofSeconds(29));
        assertThat(queue.depth()).isZero();
        assertThat(queue.ack(lease.leaseId())).isTrue();
        assertThat(queue.extend(lease.leaseId(), Duration.ZERO)).isFalse();
    }

    @Test
    void givesAMessageBackInItsOldPlaceOrAfterADelay() {
        MessageQueue queue = plain();
        put(queue, "a", "b", "c");
        Delivery a = one(queue);
        Delivery b = one(queue);
        assertThat(queue.nak(b.leaseId(), Duration.ofSeconds(5))).isTrue();
        assertThat(queue.nak(a.leaseId(), Duration.ZERO)).isTrue();
        assertThat(queue.status().delayed()).isEqualTo(1);
        assertThat(all(queue)).containsExactly("a", "c");
        ticker.advance(Duration.ofSeconds(5));
        assertThat(all(queue)).containsExactly("b");
        balanced(queue);
    }

    @Test
    void buriesWhatCameBackTooOften() {
        MessageQueue queue = queue(MessageQueueSettings.of("q").withLease(Duration.ofSeconds(1), 2));
        put(queue, "a");
        one(queue);
        ticker.advance(Duration.ofSeconds(1));
        one(queue);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(queue.depth()).isZero();
        Delivery letter = one(dead(queue));
        assertThat(letter.text()).isEqualTo("a");
        assertThat(letter.reason()).isEqualTo("lease ran out, delivery 2 of 2");
        assertThat(queue.status().deadLettered()).isEqualTo(1);
        balanced(queue);
    }

    @Test
    void buriesWhatIsRejectedWithKeyIdAndReason() {
        MessageQueue queue = plain();
        MessageId id = MessageId.of("order-1");
        assertThat(queue.put(NewMessage.of("a").withKey("k").withId(id))).isEqualTo(PutResult.STORED);
        assertThat(queue.reject(one(queue).leaseId(), "cannot parse")).isTrue();
        Delivery letter = one(dead(queue));
        assertThat(letter.key()).isEqualTo("k");
        assertThat(letter.id()).isEqualTo(id);
        assertThat(letter.reason()).isEqualTo("cannot parse");
    }

    @Test
    void cutsAReasonBetweenCharacters() {
        MessageQueue queue = plain();
        put(queue, "a");
        assertThat(queue.reject(one(queue).leaseId(), "\u20ac".repeat(400))).isTrue();
        assertThat(one(dead(queue)).reason()).isEqualTo("\u20ac".repeat(341));
    }

    @Test
    void tellsAnIdWithinTheWindowFromANewOne() {
        MessageQueue queue = queue(MessageQueueSettings.of("q").withDedupe(Duration.ofSeconds(10), 2));
        NewMessage message = NewMessage.of("a").withId(MessageId.of("1"));
        assertThat(queue.put(message)).isEqualTo(PutResult.STORED);
        assertThat(all(queue)).containsExactly("a");
        assertThat(queue.put(message)).isEqualTo(PutResult.DUPLICATE);
        ticker.advance(Duration.ofSeconds(10));
        assertThat(queue.put(message)).isEqualTo(PutResult.STORED);
        assertThat(queue.put(NewMessage.of("b").withId(MessageId.of("2")))).isEqualTo(PutResult.STORED);
        assertThat(queue.put(NewMessage.of("c").withId(MessageId.of("3")))).isEqualTo(PutResult.STORED);
        assertThat(queue.put(message)).as("pushed out by count").isEqualTo(PutResult.STORED);
        assertThat(queue.status().duplicate()).isEqualTo(1);
    }

    @Test
    void forgetsWhatHasWaitedTooLong() {
        MessageQueue queue = queue(MessageQueueSettings.of("q").withTtl(Duration.ofSeconds(10)));
        put(queue, "a");
        assertThat(queue.put(NewMessage.of("b").withTtl(Duration.ofSeconds(1)))).isEqualTo(PutResult.STORED);
        assertThat(queue.put(NewMessage.of("c").withTtl(Duration.ofHours(1)))).isEqualTo(PutResult.STORED);
        ticker.advance(Duration.ofSeconds(2));
        assertThat(one(queue).text()).isEqualTo("a");
        assertThat(one(queue).text()).isEqualTo("c");
        ticker.advance(Duration.ofSeconds(30));
        assertThat(all(queue)).as("leases ran out, and life with them").isEmpty();
        assertThat(queue.status().expired()).isEqualTo(3);
        balanced(queue);
    }

    @Test
    void refusesWhenFullAndBlocking() throws InterruptedException {
        MessageQueue queue = queue(MessageQueueSettings.of("q").withBounds(2, 1 << 20));
        put(queue, "a", "b");
        assertThat(queue.put(NewMessage.of("c"))).isEqualTo(PutResult.FULL);
        Delivery leased = one(queue);
        assertThat(queue.put(NewMessage.of("c"))).as("a leased message counts").isEqualTo(PutResult.FULL);
        Thread writer = Thread.ofPlatform().name("writer").start(() -> {
            try {
                queue.put(NewMessage.of("c"), Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Eventually.untilWaiting(writer);
        assertThat(queue.ack(leased.leaseId())).isTrue();
        writer.join();
        assertThat(all(queue)).containsExactly("b", "c");
        assertThat(queue.status().refused()).isGreaterThanOrEqualTo(2);
        balanced(queue);
    }

    @Test
    void dropsByItsPolicyAndCounts() {
        MessageQueue oldest =
                queue(MessageQueueSettings.of("q").withBounds(2, 1 << 20).withOverflow(Overflow.DROP_OLDEST));
        put(oldest, "a", "b", "c");
        assertThat(all(oldest)).containsExactly("b", "c");
        assertThat(oldest.status().dropped()).isEqualTo(1);
        balanced(oldest);
        MessageQueue newest =
                queue(MessageQueueSettings.of("q").withBounds(2, 1 << 20).withOverflow(Overflow.DROP_NEWEST));
        put(newest, "a", "b");
        assertThat(newest.put(NewMessage.of("c"))).isEqualTo(PutResult.DROPPED);
        assertThat(all(newest)).containsExactly("a", "b");
        assertThat(newest.status().dropped()).isEqualTo(1);
        balanced(newest);
    }

    @Test
    void keepsTheLatestOfEachKey() {
        MessageQueue queue =
                queue(MessageQueueSettings.of("q").withBounds(4, 1 << 20).withOverflow(Overflow.LATEST_BY_KEY));
        for (String text : List.of("x1", "y1", "x2", "z1", "y2")) {
            assertThat(queue.put(NewMessage.of(text).withKey(text.substring(0, 1))))
                    .isEqualTo(PutResult.STORED);
        }
        Delivery first = one(queue);
        assertThat(first.text()).isEqualTo("x2");
        assertThat(queue.put(NewMessage.of("x3").withKey("x"))).isEqualTo(PutResult.STORED);
        assertThat(queue.nak(first.leaseId(), Duration.ZERO))
                .as("there is a later one")
                .isTrue();
        assertThat(all(queue)).containsExactly("z1", "y2", "x3");
        assertThat(queue.status().dropped()).isEqualTo(3);
        balanced(queue);
    }

    @Test
    void refusesDisconnectWithTheReason() {
        assertThatThrownBy(() -> MessageQueueSettings.of("q").withOverflow(Overflow.DISCONNECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no one reader");
    }

    @Test
    void wakesAReaderThatWaits() throws InterruptedException {
        MessageQueue queue = plain();
        List<Delivery> seen = new ArrayList<>();
        Thread reader = Thread.ofPlatform().name("reader").start(() -> {
            try {
                seen.addAll(queue.lease(10, Duration.ZERO, Duration.ofMinutes(1)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Eventually.untilWaiting(reader);
        put(queue, "a");
        reader.join();
        assertThat(seen).hasSize(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void keepsOrderAndBytesThroughManyBlocks(long seed) {
        Random random = new Random(seed);
        MessageQueue queue = plain();
        ArrayDeque<byte[]> model = new ArrayDeque<>();
        for (int round = 0; round < 30_000; round++) {
            if (random.nextInt(100) < (round < 15_000 ? 60 : 40)) {
                byte[] body = new byte[random.nextInt(random.nextInt(20) == 0 ? 60_000 : 300)];
                random.nextBytes(body);
                if (queue.put(NewMessage.of(body)) == PutResult.STORED) {
                    model.add(body);
                }
            } else {
                Delivery next = queue.get();
                byte[] expected = model.poll();
                assertThat(next == null ? null : next.bytes()).isEqualTo(expected);
            }
        }
        assertThat(queue.depth()).isEqualTo(model.size());
        balanced(queue);
    }

    private static void balanced(MessageQueue queue) {
        QueueStatus status = queue.status();
        assertThat(status.put() + status.recovered())
                .isEqualTo(status.depth()
                        + status.delayed()
                        + status.leased()
                        + status.got()
                        + status.acked()
                        + status.expired()
                        + status.deadLettered()
                        + status.displaced());
    }
}
