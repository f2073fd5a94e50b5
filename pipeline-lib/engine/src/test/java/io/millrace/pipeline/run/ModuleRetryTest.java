package io.millrace.pipeline.run;

import static io.millrace.pipeline.run.Hosts.module;
import static io.millrace.pipeline.run.Hosts.record;
import static io.millrace.pipeline.run.Hosts.request;
import static io.millrace.pipeline.run.Hosts.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModuleRetryTest {

    private static final Backoff QUICK = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1), 0);
    private static final ModuleOptions THREE = ModuleOptions.DEFAULT.withAttempts(3, QUICK);

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void succeedsWhenALaterAttemptDoes() {
        List<String> seen = new ArrayList<>();
        ExternalReply<String> reply = run(
                module("M-Flaky", THREE, context -> {
                    seen.add(context.data());
                    context.setData(context.data() + "!");
                    if (calls.incrementAndGet() < 3) {
                        throw new TransientException("try again");
                    }
                }),
                "x");
        assertThat(record(reply).status()).isEqualTo(Status.SUCCESS);
        assertThat(reply.data()).isEqualTo("x!");
        assertThat(seen).as("each attempt begins with the same data").containsExactly("x", "x", "x");
        assertThat(reply.errors()).isEmpty();
    }

    @Test
    void failsWithTheLastErrorWhenNoAttemptSucceeds() {
        ExternalReply<String> reply = run(
                module("M-Broken", THREE, _ -> {
                    throw new IllegalStateException("attempt " + calls.incrementAndGet());
                }),
                "x");
        assertThat(calls).hasValue(3);
        assertThat(reply.errors()).hasSize(1);
        assertThat(record(reply).error().orElseThrow().message()).isEqualTo("attempt 3");
    }

    @Test
    void doesNotRepeatWhatCannotEndOtherwise() {
        ExternalReply<String> reply = run(
                module("M-Strict", THREE, _ -> {
                    calls.incrementAndGet();
                    throw new PoisonException("never");
                }),
                "x");
        assertThat(calls).hasValue(1);
        assertThat(record(reply).error().orElseThrow().type()).isEqualTo("PoisonException");
    }

    @Test
    void doesNotRepeatUnlessTheModuleIsDeclaredIdempotent() {
        run(
                module("M-Once", context -> {
                    calls.incrementAndGet();
                    throw new TransientException("no");
                }),
                "x");
        assertThat(calls).hasValue(1);
    }

    @Test
    void repeatsAfterATimeoutWithATimeoutOfItsOwn() {
        CountDownLatch never = new CountDownLatch(1);
        ExternalReply<String> reply = run(
                module("M-Hangs", THREE.withTimeout(Duration.ofMillis(50)), context -> {
                    if (calls.incrementAndGet() < 3) {
                        context.setData("wrong");
                        never.await();
                    }
                    context.setData(context.data() + "!");
                }),
                "x");
        assertThat(record(reply).status()).isEqualTo(Status.SUCCESS);
        assertThat(reply.data()).isEqualTo("x!");
        assertThat(reply.errors()).isEmpty();
    }

    @Test
    void waitsLongerEachTimeAndCountsAsOneRun() throws Exception {
        ManualTicker ticker = new ManualTicker();
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0);
        HostedModule<String> hosted = new HostedModule<>(
                module("M-Flaky", ModuleOptions.DEFAULT.withAttempts(3, backoff), _ -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new TransientException("try again");
                    }
                }),
                ticker);
        CompletableFuture<ExternalReply<String>> reply = new CompletableFuture<>();
        Thread.startVirtualThread(() -> reply.complete(hosted.run(request("x"))));
        ticker.awaitSleepers(1);
        ticker.advance(Duration.ofMillis(999));
        assertThat(calls).hasValue(1);
        ticker.advance(Duration.ofMillis(1));
        while (calls.get() < 2) {
            Thread.onSpinWait();
        }
        ticker.awaitSleepers(1);
        ticker.advance(Duration.ofMillis(1999));
        assertThat(calls).hasValue(2);
        ticker.advance(Duration.ofMillis(1));
        assertThat(record(reply.get(10, TimeUnit.SECONDS)).totalTime()).isEqualTo(3.0);
        ElementStatistics counts = hosted.statistics().getFirst();
        assertThat(counts.input()).isEqualTo(1);
        assertThat(counts.outcomes())
                .hasEntrySatisfying(
                        Status.SUCCESS, tally -> assertThat(tally.count()).isEqualTo(1));
        hosted.close();
    }

    @Test
    void doesNotWaitPastTheDeadline() {
        Backoff slow = new Backoff(Duration.ofHours(1), Duration.ofHours(1), 0);
        try (HostedModule<String> hosted =
                Hosts.host(module("M-Flaky", ModuleOptions.DEFAULT.withAttempts(3, slow), _ -> {
                    calls.incrementAndGet();
                    throw new TransientException("try again");
                }))) {
            ExternalReply<String> reply = hosted.run(request("x", Optional.of(Duration.ofSeconds(30))));
            assertThat(record(reply).error().orElseThrow().message()).isEqualTo("try again");
            assertThat(calls).hasValue(1);
        }
    }
}
