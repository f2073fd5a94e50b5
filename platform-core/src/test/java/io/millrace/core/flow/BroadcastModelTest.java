package io.millrace.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random publishing, taking and waiting, with seeds that the test's name shows. */
final class BroadcastModelTest {

    private static final int STEPS = 4_000;
    private static final int LARGEST = 8;

    static Stream<Arguments> cases() {
        return Stream.of(Overflow.values())
                .flatMap(overflow -> Stream.of(1, 2, 3, 4, 5).map(seed -> Arguments.of(overflow, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("cases")
    void accountsForEveryRow(Overflow overflow, int seed) throws InterruptedException {
        Random random = new Random(seed);
        ManualTicker ticker = new ManualTicker();
        Broadcast broadcast = new Broadcast("model", ticker);
        SubscriberSettings settings = new SubscriberSettings(
                overflow, 1 + random.nextInt(30), 20 + random.nextInt(200), Duration.ofMillis(50));
        Account account = new Account(overflow);
        Subscription reader = broadcast.subscribe(settings, () -> {});
        int published = 0;
        for (int step = 0; step < STEPS && !reader.cutOff(); step++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                String[] rows = new String[1 + random.nextInt(LARGEST)];
                for (int row = 0; row < rows.length; row++) {
                    rows[row] = "k" + random.nextInt(6) + "=" + published++;
                }
                drainIfItWouldBlock(overflow, reader, account);
                broadcast.publish(TestRows.chunk(rows));
                assertThat(reader.pendingRows()).isLessThanOrEqualTo(Math.max(settings.maxRows(), LARGEST));
            } else if (dice < 9) {
                account.accept(reader.take());
            } else {
                ticker.advance(Duration.ofMillis(random.nextInt(30)));
            }
        }
        broadcast.end(new EndReason.Completed());
        while (account.accept(reader.take())) {
            // until the end
        }
        assertThat(account.end()).isNotNull();
        if (overflow == Overflow.DISCONNECT) {
            assertThat(account.end()).isInstanceOf(EndReason.Failed.class);
            assertThat(account.rows() + reader.droppedRows()).isEqualTo(published);
        } else {
            assertThat(account.rows()).isPositive();
            account.settle(published);
            assertThat(reader.droppedRows()).isEqualTo(account.missed());
            assertThat(account.missed() > 0).isEqualTo(overflow != Overflow.BLOCK);
        }
    }

    /** One thread plays both parts here, so it must not wait for itself. */
    private static void drainIfItWouldBlock(Overflow overflow, Subscription reader, Account account) {
        if (overflow == Overflow.BLOCK) {
            while (reader.pendingRows() > 0) {
                account.accept(reader.take());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsWithTheLatestRowOfEveryKey(int seed) throws InterruptedException {
        Random random = new Random(seed);
        Broadcast broadcast = new Broadcast("model", new ManualTicker());
        Subscription reader = broadcast.subscribe(
                new SubscriberSettings(Overflow.LATEST_BY_KEY, 12, 10_000, Duration.ofSeconds(1)), () -> {});
        Map<String, String> latest = new HashMap<>();
        Map<String, String> seen = new HashMap<>();
        for (int number = 0; number < STEPS; number++) {
            String key = "k" + random.nextInt(10);
            latest.put(key, key + "=" + number);
            broadcast.publish(TestRows.chunk(key + "=" + number));
            if (random.nextInt(50) == 0) {
                see(reader, seen);
                assertThat(seen).isEqualTo(latest);
            }
        }
        see(reader, seen);
        assertThat(seen).isEqualTo(latest);
        assertThat(reader.droppedRows()).isPositive();
    }

    static Stream<Integer> seeds() {
        return Stream.of(11, 12, 13);
    }

    private static void see(Subscription reader, Map<String, String> seen) {
        for (String row : TestRows.drain(reader)) {
            int equals = row.indexOf('=');
            if (equals > 0) {
                seen.put(row.substring(0, equals), row);
            }
        }
    }
}
