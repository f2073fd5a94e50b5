package io.millrace.core.flow;

import static io.millrace.core.flow.TestRows.chunk;
import static io.millrace.core.flow.TestRows.drain;
import static io.millrace.core.flow.TestRows.unkeyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class BroadcastTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Map<Overflow, Long> counted = new EnumMap<>(Overflow.class);
    private final Broadcast broadcast =
            new Broadcast("test", ticker, (policy, rows, _) -> counted.merge(policy, rows, Long::sum));

    private Subscription reader(Overflow overflow, long maxRows) {
        return broadcast.subscribe(
                new SubscriberSettings(overflow, maxRows, 1_000_000, Duration.ofSeconds(10)), () -> {});
    }

    private void publish(String... rows) throws InterruptedException {
        broadcast.publish(chunk(rows));
    }

    private Thread publishing(String row) {
        Thread thread = new Thread(
                () -> {
                    try {
                        publish(row);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "publisher");
        thread.start();
        return thread;
    }

    @ParameterizedTest
    @EnumSource
    void givesEveryReaderTheSameBytesInOrder(Overflow overflow) throws InterruptedException {
        Subscription one = reader(overflow, 100);
        Subscription two = reader(overflow, 100);
        Chunk chunk = chunk("a=1", "b=2");
        broadcast.publish(chunk);
        publish("a=3");
        assertThat(one.take()).isEqualTo(new Delivery.Rows(chunk));
        assertThat(two.take()).isEqualTo(new Delivery.Rows(chunk));
        assertThat(drain(one)).containsExactly("a=3");
        assertThat(two.pendingRows()).isEqualTo(1);
        assertThat(two.pendingBytes()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void deliversAChunkLargerThanTheBoundWhenNothingIsPending(Overflow overflow) throws InterruptedException {
        Subscription reader = reader(overflow, 2);
        publish("a=1", "b=2", "c=3");
        assertThat(drain(reader)).containsExactly("a=1", "b=2", "c=3");
    }

    @ParameterizedTest
    @EnumSource
    void endsWithWhatIsPendingAndThenTheReason(Overflow overflow) throws InterruptedException {
        Subscription reader = reader(overflow, 100);
        publish("a=1");
        broadcast.end(new EndReason.Stopped("enough"));
        broadcast.end(new EndReason.Completed());
        assertThat(reader.take()).isInstanceOf(Delivery.Rows.class);
        assertThat(reader.take()).isEqualTo(new Delivery.End(new EndReason.Stopped("enough")));
        assertThat(reader.take()).isEqualTo(new Delivery.End(new EndReason.Stopped("enough")));
        assertThat(broadcast.subscribers()).isZero();
    }

    @Test
    void seesOnlyWhatIsPublishedAfterSubscribing() throws InterruptedException {
        publish("a=1");
        Subscription reader = reader(Overflow.BLOCK, 100);
        publish("a=2");
        assertThat(drain(reader)).containsExactly("a=2");
    }

    @Test
    void tellsTheEndToALateReader() throws InterruptedException {
        broadcast.end(new EndReason.Completed());
        publish("a=1");
        assertThat(drain(reader(Overflow.BLOCK, 1))).containsExactly("end Completed");
    }

    @Test
    void ignoresChunksWithoutRows() throws InterruptedException {
        Subscription reader = reader(Overflow.BLOCK, 1);
        broadcast.publish(chunk());
        assertThat(drain(reader)).isEmpty();
    }

    @Test
    void dropsTheOldestAndTellsItFirst() throws InterruptedException {
        Subscription reader = reader(Overflow.DROP_OLDEST, 3);
        publish("a=1", "a=2");
        ticker.advance(Duration.ofSeconds(1));
        publish("a=3");
        ticker.advance(Duration.ofSeconds(1));
        publish("a=4");
        publish("a=5", "a=6");
        assertThat(reader.droppedRows()).isEqualTo(3);
        Instant start = new ManualTicker().now();
        assertThat(reader.take()).isEqualTo(new Delivery.Gap(3, 12, start, start.plusSeconds(1)));
        assertThat(drain(reader)).containsExactly("a=4", "a=5", "a=6");
        assertThat(counted).containsEntry(Overflow.DROP_OLDEST, 3L);
    }

    @Test
    void dropsTheNewestAndTellsItWhereItIsMissing() throws InterruptedException {
        Subscription reader = reader(Overflow.DROP_NEWEST, 2);
        publish("a=1");
        publish("a=2");
        publish("a=3");
        publish("a=4");
        assertThat(reader.take()).isInstanceOf(Delivery.Rows.class);
        publish("a=5");
        publish("a=6");
        assertThat(drain(reader)).containsExactly("a=2", "gap 2", "a=5", "gap 1");
        assertThat(counted).containsEntry(Overflow.DROP_NEWEST, 3L);
    }

    @Test
    void boundsBytesToo() throws InterruptedException {
        Subscription reader = broadcast.subscribe(
                new SubscriberSettings(Overflow.DROP_OLDEST, 1000, 10, Duration.ofSeconds(10)), () -> {});
        publish("a=1");
        publish("a=2");
        publish("a=3");
        assertThat(reader.pendingBytes()).isEqualTo(8);
        assertThat(drain(reader)).containsExactly("gap 1", "a=2", "a=3");
    }

    @Test
    void keepsTheLatestOfEachKeyInTheOrderOfUpdates() throws InterruptedException {
        Subscription reader = reader(Overflow.LATEST_BY_KEY, 4);
        publish("a=1", "b=2");
        publish("c=3", "a=4");
        publish("b=5", "b=6");
        assertThat(reader.pendingRows()).isEqualTo(3);
        assertThat(reader.droppedRows()).isEqualTo(3);
        assertThat(drain(reader)).containsExactly("gap 3", "c=3", "a=4", "b=6");
        publish("a=7");
        assertThat(drain(reader)).containsExactly("a=7");
        assertThat(counted).containsEntry(Overflow.LATEST_BY_KEY, 3L);
    }

    @Test
    void losesNothingByKeyAsLongAsItFits() throws InterruptedException {
        Subscription reader = reader(Overflow.LATEST_BY_KEY, 4);
        publish("a=1", "a=2");
        publish("a=3", "a=4");
        assertThat(drain(reader)).containsExactly("a=1", "a=2", "a=3", "a=4");
    }

    @Test
    void dropsTheKeysNotUpdatedForLongestWhenTooManyAreLeft() throws InterruptedException {
        Subscription reader = reader(Overflow.LATEST_BY_KEY, 2);
        publish("a=1", "b=2");
        publish("c=3", "a=4");
        assertThat(drain(reader)).containsExactly("gap 2", "c=3", "a=4");
    }

    @Test
    void dropsTheOldestWhereThereIsNoKey() throws InterruptedException {
        Subscription reader = reader(Overflow.LATEST_BY_KEY, 2);
        broadcast.publish(unkeyed("1", "1"));
        broadcast.publish(unkeyed("1"));
        assertThat(drain(reader)).containsExactly("gap 1", "1", "1");
    }

    @Test
    void doesNotKeepWholeChunksAliveForASingleRowOfEach() throws InterruptedException {
        Subscription reader = broadcast.subscribe(
                new SubscriberSettings(Overflow.LATEST_BY_KEY, 10, 100, Duration.ofSeconds(10)), () -> {});
        String filler = "x=" + "9".repeat(90);
        for (int i = 0; i < 50; i++) {
            publish("k" + i % 3 + "=" + i, filler);
        }
        Delivery first = reader.take();
        assertThat(first).isInstanceOf(Delivery.Gap.class);
        assertThat(drain(reader)).containsExactly("k1=49", filler);
    }

    @Test
    void cutsOffWhoIsTooSlow() throws InterruptedException {
        AtomicInteger woken = new AtomicInteger();
        Subscription reader = broadcast.subscribe(
                new SubscriberSettings(Overflow.DISCONNECT, 2, 1_000_000, Duration.ofSeconds(10)),
                woken::incrementAndGet);
        publish("a=1", "a=2");
        assertThat(woken).hasValue(0);
        publish("a=3");
        assertThat(woken).hasValue(1);
        assertThat(reader.cutOff()).isTrue();
        assertThat(reader.pendingRows()).isZero();
        assertThat(reader.droppedRows()).isEqualTo(3);
        assertThat(broadcast.subscribers()).isZero();
        assertThat(reader.take())
                .isInstanceOfSatisfying(
                        Delivery.End.class,
                        end -> assertThat(end.reason())
                                .isInstanceOfSatisfying(
                                        EndReason.Failed.class,
                                        failed -> assertThat(failed.cause())
                                                .isInstanceOf(TransientException.class)
                                                .hasMessageStartingWith(
                                                        "reader too slow: 2 rows and 8 bytes pending")));
        assertThat(counted).containsEntry(Overflow.DISCONNECT, 3L);
    }

    @Test
    void makesThePublisherWaitForABlockingReaderOnly() throws InterruptedException {
        Subscription slow = reader(Overflow.BLOCK, 1);
        Subscription other = reader(Overflow.DROP_OLDEST, 100);
        publish("a=1");
        Thread publisher = publishing("a=2");
        Eventually.untilWaiting(publisher);
        assertThat(drain(other)).containsExactly("a=1", "a=2");
        assertThat(slow.pendingRows()).isEqualTo(1);
        assertThat(slow.take()).isInstanceOf(Delivery.Rows.class);
        publisher.join();
        assertThat(drain(slow)).containsExactly("a=2");
        assertThat(counted).isEmpty();
    }

    @Test
    void freesThePublisherWhenTheBlockingReaderLeaves() throws InterruptedException {
        Subscription slow = reader(Overflow.BLOCK, 1);
        publish("a=1");
        Thread publisher = publishing("a=2");
        Eventually.untilWaiting(publisher);
        slow.close();
        publisher.join();
        assertThat(drain(slow)).containsExactly("end Stopped");
        assertThat(broadcast.subscribers()).isZero();
        assertThat(counted).isEmpty();
    }

    @Test
    void freesThePublisherAtTheEndAndTellsWhatWasOnItsWay() throws InterruptedException {
        Subscription slow = reader(Overflow.BLOCK, 1);
        publish("a=1");
        Thread publisher = publishing("a=2");
        Eventually.untilWaiting(publisher);
        broadcast.end(new EndReason.Completed());
        publisher.join();
        assertThat(drain(slow)).containsExactly("a=1", "gap 1", "end Completed");
    }

    @Test
    void tellsAChunkAsMissedWhenThePublisherIsInterrupted() throws InterruptedException {
        Subscription one = reader(Overflow.BLOCK, 1);
        Subscription two = reader(Overflow.BLOCK, 1);
        publish("a=1");
        Thread publisher = publishing("a=2");
        Eventually.untilWaiting(publisher);
        publisher.interrupt();
        publisher.join();
        assertThat(drain(one)).containsExactly("a=1", "gap 1");
        assertThat(drain(two)).containsExactly("a=1", "gap 1");
    }

    @Test
    void dropsWhatIsTooOldWhenTaken() throws InterruptedException {
        Subscription oldest = reader(Overflow.DROP_OLDEST, 100);
        Subscription latest = reader(Overflow.LATEST_BY_KEY, 100);
        Subscription newest = reader(Overflow.DROP_NEWEST, 100);
        publish("a=1");
        ticker.advance(Duration.ofSeconds(9));
        publish("a=2");
        ticker.advance(Duration.ofSeconds(2));
        assertThat(drain(oldest)).containsExactly("gap 1", "a=2");
        assertThat(drain(latest)).containsExactly("gap 1", "a=2");
        publish("a=3");
        assertThat(drain(newest)).containsExactly("a=1", "a=2", "gap 1");
    }

    @Test
    void dropsConflatedRowsByAgeToo() throws InterruptedException {
        Subscription latest = reader(Overflow.LATEST_BY_KEY, 2);
        publish("a=1", "b=2");
        ticker.advance(Duration.ofSeconds(6));
        publish("a=3");
        ticker.advance(Duration.ofSeconds(6));
        publish("c=4");
        assertThat(drain(latest)).containsExactly("gap 2", "a=3", "c=4");
    }

    @Test
    void cutsOffWhoWaitsTooLong() throws InterruptedException {
        Subscription reader = reader(Overflow.DISCONNECT, 100);
        publish("a=1");
        ticker.advance(Duration.ofSeconds(11));
        publish("a=2");
        assertThat(drain(reader)).containsExactly("end Failed");
    }

    @Test
    void wakesOnceAfterAnEmptyTake() throws InterruptedException {
        AtomicInteger woken = new AtomicInteger();
        Subscription reader = broadcast.subscribe(SubscriberSettings.of(Overflow.BLOCK), woken::incrementAndGet);
        assertThat(reader.take()).isEqualTo(Delivery.EMPTY);
        publish("a=1");
        publish("a=2");
        assertThat(woken).hasValue(1);
        assertThat(drain(reader)).containsExactly("a=1", "a=2");
        publish("a=3");
        assertThat(woken).hasValue(2);
        broadcast.end(new EndReason.Completed());
        assertThat(woken).hasValue(3);
    }

    @Test
    void dropsAReaderWhoseWakeUpFails() throws InterruptedException {
        AtomicBoolean called = new AtomicBoolean();
        Subscription broken = broadcast.subscribe(SubscriberSettings.of(Overflow.BLOCK), () -> {
            called.set(true);
            throw new IllegalStateException("on purpose");
        });
        assertThat(broken.take()).isEqualTo(Delivery.EMPTY);
        Subscription other = reader(Overflow.BLOCK, 10);
        publish("a=1");
        assertThat(called).isTrue();
        assertThat(broadcast.subscribers()).isEqualTo(1);
        assertThat(drain(other)).containsExactly("a=1");
        assertThat(drain(broken)).containsExactly("end Stopped");
    }

    @Test
    void survivesReadersThatComeAndGo() throws InterruptedException {
        Subscription stays = reader(Overflow.DROP_OLDEST, 10);
        for (int i = 0; i < 10_000; i++) {
            try (Subscription reader = reader(Overflow.BLOCK, 1)) {
                publish("a=" + i);
                assertThat(reader.pendingRows()).isEqualTo(1);
            }
        }
        assertThat(broadcast.subscribers()).isEqualTo(1);
        assertThat(stays.droppedRows()).isEqualTo(9_990);
        assertThat(drain(stays)).hasSize(11).startsWith("gap 9990", "a=9990").endsWith("a=9999");
    }

    @Test
    void refusesBoundsThatCannotBe() {
        Duration age = Duration.ofSeconds(1);
        for (Runnable wrong : List.<Runnable>of(
                () -> new SubscriberSettings(Overflow.BLOCK, 0, 1, age),
                () -> new SubscriberSettings(Overflow.BLOCK, 1, 0, age),
                () -> new SubscriberSettings(Overflow.BLOCK, 1, 1, Duration.ZERO))) {
            assertThatIllegalArgumentException().isThrownBy(wrong::run);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsEveryReaderWhereTheStreamItselfWasInterrupted(Overflow overflow) throws InterruptedException {
        Instant now = ticker.now();
        AtomicInteger woken = new AtomicInteger();
        Subscription reader = broadcast.subscribe(
                new SubscriberSettings(overflow, 100, 1_000_000, Duration.ofSeconds(10)), woken::incrementAndGet);
        publish("a=1");
        assertThat(drain(reader)).containsExactly("a=1");

        broadcast.interrupt(now, now.plusSeconds(2), "lost");
        assertThat(woken).hasValue(1);
        publish("b=2");

        assertThat(reader.take()).isEqualTo(new Delivery.Interruption(now, now.plusSeconds(2), "lost"));
        assertThat(drain(reader)).containsExactly("b=2");
        assertThat(reader.droppedRows())
                .as("nobody knows how many rows are missing")
                .isZero();
    }

    @Test
    void interruptionsWithNoRowsBetweenAreOne() throws InterruptedException {
        Instant now = ticker.now();
        Subscription reader = reader(Overflow.DROP_NEWEST, 1);
        publish("a=1");
        broadcast.interrupt(now, now.plusSeconds(1), "first");
        publish("b=2");
        for (int i = 2; i < 1_000; i++) {
            broadcast.interrupt(now.plusSeconds(i), now.plusSeconds(i + 1), "later");
            publish("c=3");
        }

        assertThat(drain(reader)).containsExactly("a=1", "interruption later", "gap 999");
    }

    @Test
    void droppedRowsKeepTheInterruptionsAmongThem() throws InterruptedException {
        Instant now = ticker.now();
        Subscription reader = reader(Overflow.DROP_OLDEST, 2);
        publish("a=1");
        broadcast.interrupt(now, now, "one");
        publish("b=2");
        broadcast.interrupt(now, now.plusSeconds(1), "two");
        publish("c=3", "d=4");

        assertThat(drain(reader)).containsExactly("interruption two", "gap 2", "c=3", "d=4");
    }

    @Test
    void keepersOfTheLatestAreToldAnInterruptionBeforeTheRowsThatWait() throws InterruptedException {
        Instant now = ticker.now();
        Subscription reader = reader(Overflow.LATEST_BY_KEY, 2);
        publish("a=1", "b=2");
        broadcast.interrupt(now, now, "lost");
        publish("a=3");

        assertThat(drain(reader)).containsExactly("interruption lost", "gap 1", "b=2", "a=3");
    }

    @Test
    void theEndComesAfterAnInterruption() {
        Subscription reader = reader(Overflow.BLOCK, 2);
        broadcast.interrupt(ticker.now(), ticker.now(), "lost");
        broadcast.end(new EndReason.Completed());
        broadcast.interrupt(ticker.now(), ticker.now(), "too late");

        assertThat(drain(reader)).containsExactly("interruption lost", "end Completed");
    }
}
