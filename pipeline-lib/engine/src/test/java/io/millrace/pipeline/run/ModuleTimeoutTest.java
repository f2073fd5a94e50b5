package io.millrace.pipeline.run;

import static io.millrace.pipeline.run.Hosts.host;
import static io.millrace.pipeline.run.Hosts.module;
import static io.millrace.pipeline.run.Hosts.record;
import static io.millrace.pipeline.run.Hosts.request;
import static io.millrace.pipeline.run.Hosts.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
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
class ModuleTimeoutTest {

    private static final String REFUSED =
            "Modification not allowed: the thread handling this DataPackage has timed out.";
    private static final ModuleOptions SHORT = ModuleOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
    private static final ModuleOptions LONG = ModuleOptions.DEFAULT.withTimeout(Duration.ofSeconds(50));

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Test
    void endsWithTheReferencesErrorAndInterruptsTheModule() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        PipelineModule<String> module =
                module("M-T", ModuleOptions.DEFAULT.withTimeout(Duration.ofMillis(200)), context -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                });
        ExternalReply<String> reply = run(module, "x");
        assertThat(record(reply).status()).isEqualTo(Status.ERROR);
        ErrorRecord error = record(reply).error().orElseThrow();
        assertThat(error.type()).isEqualTo("TimeoutError");
        assertThat(error.message()).isEqualTo("Execution of module M-T timed out after 0.2 seconds.");
        assertThat(error.thread()).isEqualTo("module-M-T");
        assertThat(reply.errors()).containsExactly(error);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesWhatTheModuleDoesLater() throws Exception {
        CompletableFuture<List<Throwable>> refused = new CompletableFuture<>();
        HostedModule<String> hosted = host(module("M-Late", SHORT, context -> {
            awaitStubbornly(go);
            refused.complete(List.of(
                    catchThrowable(() -> context.setData("late")),
                    catchThrowable(() -> context.setMessage("late")),
                    catchThrowable(context::exit)));
        }));
        ExternalReply<String> reply = hosted.run(request("x"));
        go.countDown();
        assertThat(refused.get(10, TimeUnit.SECONDS))
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(REFUSED));
        assertThat(reply.data()).isEqualTo("x");
        assertThat(record(reply).message()).isEmpty();
        hosted.close();
    }

    /** BUG 12 of the reference: what a module that is given up does to mutable data. */
    @Test
    void keepsMutableDataAsTheyWere() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        PipelineModule<List<String>> module = PipelineModules.execution("M-Add", SHORT, () -> context -> {
            context.data().add("early");
            awaitStubbornly(go);
            context.data().add("late");
            changed.countDown();
        });
        List<String> data = new ArrayList<>(List.of("first"));
        try (HostedModule<List<String>> hosted = new HostedModule<>(module, ArrayList::new, Ticker.SYSTEM)) {
            ExternalReply<List<String>> reply = hosted.run(request(data));
            go.countDown();
            changed.await();
            assertThat(record(reply).status()).isEqualTo(Status.ERROR);
            assertThat(data).isSameAs(reply.data()).containsExactly("first");
        }
    }

    @Test
    void takesOverMutableDataAtSuccess() {
        PipelineModule<List<String>> module = PipelineModules.execution(
                "M-Add", LONG, () -> context -> context.data().add("second"));
        try (HostedModule<List<String>> hosted = new HostedModule<>(module, ArrayList::new, Ticker.SYSTEM)) {
            assertThat(hosted.run(request(new ArrayList<>(List.of("first")))).data())
                    .containsExactly("first", "second");
        }
    }

    /** BUG 13 of the reference: the next package came in while the one given up was still there. */
    @Test
    void holdsTheMutexUntilTheModuleHasLeft() throws Exception {
        AtomicInteger within = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        HostedModule<String> hosted = host(module("M-One", SHORT.withMutex(true), context -> {
            most.accumulateAndGet(within.incrementAndGet(), Math::max);
            if (context.data().equals("stubborn")) {
                awaitStubbornly(go);
            }
            within.decrementAndGet();
        }));
        assertThat(record(hosted.run(request("stubborn"))).status()).isEqualTo(Status.ERROR);
        CompletableFuture<ExternalReply<String>> next = new CompletableFuture<>();
        Thread.startVirtualThread(() -> next.complete(hosted.run(request("next"))));
        while (hosted.statistics().getFirst().inputWaitingNow() == 0) {
            Thread.onSpinWait();
        }
        assertThat(next).isNotDone();
        go.countDown();
        assertThat(record(next.get(10, TimeUnit.SECONDS)).status()).isEqualTo(Status.SUCCESS);
        assertThat(record(next.join()).waitingTime()).isPositive();
        assertThat(most).hasValue(1);
        hosted.close();
    }

    @Test
    void innerTimeoutEndsTheInnerModuleOnly() {
        PipelineModule<String> inner = module("M-Inner", SHORT, _ -> never.await());
        PipelineModule<String> outer = new PipelineModule.Combination<>(
                "M-Outer-1", "M-Outer", "1", LONG, List.of(module("M-Before", c -> c.setData("seen")), inner));
        ExternalReply<String> reply = run(outer, "x");
        assertThat(record(reply).error().orElseThrow().message())
                .isEqualTo("Execution of module M-Inner timed out after 0.1 seconds.");
        assertThat(record(reply).subModules())
                .extracting(io.millrace.pipeline.data.ModuleRecord::status)
                .containsExactly(Status.SUCCESS, Status.ERROR);
        assertThat(reply.errors()).hasSize(1);
        assertThat(reply.data()).as("a failed module's data do not count").isEqualTo("x");
    }

    @Test
    void outerTimeoutEndsAllWithinAndNothingMoreBegins() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        PipelineModule<String> slow = module("M-Slow", _ -> {
            awaitStubbornly(go);
            left.countDown();
        });
        PipelineModule<String> outer = new PipelineModule.Combination<>(
                "M-Outer-1", "M-Outer", "1", SHORT, List.of(slow, module("M-Next", _ -> begun.incrementAndGet())));
        HostedModule<String> hosted = host(outer);
        ExternalReply<String> reply = hosted.run(request("x"));
        assertThat(record(reply).error().orElseThrow().message())
                .isEqualTo("Execution of module M-Outer timed out after 0.1 seconds.");
        assertThat(record(reply).subModules()).hasSize(1).allSatisfy(sub -> {
            assertThat(sub.status()).isEqualTo(Status.ERROR);
            assertThat(sub.endTime()).isPositive();
        });
        go.countDown();
        left.await();
        hosted.close(); // after the last thread has left
        while (hosted.statistics().get(1).processing() > 0) {
            Thread.onSpinWait();
        }
        assertThat(begun).hasValue(0);
    }

    @Test
    void deadlineOfThePackageEndsAModuleWithoutATimeout() {
        PipelineModule<String> module = module("M-T", _ -> never.await());
        try (HostedModule<String> hosted = host(module)) {
            ExternalReply<String> reply = hosted.run(request("x", Optional.of(Duration.ofMillis(50))));
            assertThat(record(reply).error().orElseThrow().message())
                    .isEqualTo("Execution of module M-T ended by the deadline of its package.");
        }
    }

    @Test
    void tellsTheModuleWhatIsLeft() {
        List<Duration> left = new ArrayList<>();
        PipelineModule<String> module = module("M-T", LONG, context -> left.add(remaining(context)));
        try (HostedModule<String> hosted = host(module)) {
            hosted.run(request("x"));
            hosted.run(request("x", Optional.of(Duration.ofSeconds(20))));
        }
        assertThat(left.get(0)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));
        assertThat(left.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    private static Duration remaining(ModuleContext<String> context) {
        return context.remaining().orElseThrow();
    }

    @Test
    void interruptingTheWaitingThreadInterruptsTheModule() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<ExternalReply<String>> reply = new CompletableFuture<>();
        HostedModule<String> hosted = host(module("M-T", LONG, context -> {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        }));
        Thread thread = Thread.startVirtualThread(() -> reply.complete(hosted.run(request("x"))));
        begun.await();
        thread.interrupt();
        assertThat(record(reply.get(10, TimeUnit.SECONDS)).error().orElseThrow().message())
                .isEqualTo("Execution of module M-T was interrupted.");
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        hosted.close();
    }

    /** As code does that knows no interrupts. */
    private static void awaitStubbornly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }
}
