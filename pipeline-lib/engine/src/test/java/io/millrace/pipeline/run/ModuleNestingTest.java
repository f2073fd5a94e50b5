package io.millrace.pipeline.run;

import static io.millrace.pipeline.run.Hosts.host;
import static io.millrace.pipeline.run.Hosts.module;
import static io.millrace.pipeline.run.Hosts.record;
import static io.millrace.pipeline.run.Hosts.request;
import static io.millrace.pipeline.run.Hosts.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ModuleNestingTest {

    private static final PipelineModule<String> ADD = module("M-Add", context -> context.setData(context.data() + "+"));
    private static final PipelineModule<String> EXIT = module("M-Exit", context -> {
        context.setMessage("gone");
        context.exit();
    });
    private static final PipelineModule<String> FAIL = module("M-Fail", _ -> {
        throw new IllegalStateException("no");
    });

    /** BUG 14 of the reference: the outcome of the chosen module did not count. */
    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"SUCCESS", "EXIT", "ERROR"})
    void conditionTakesTheOutcomeOfTheChosenModule(Status outcome) throws Exception {
        PipelineModule<String> chosen = switch (outcome) {
            case EXIT -> EXIT;
            case ERROR -> FAIL;
            default -> ADD;
        };
        PipelineModule<String> condition =
                PipelineModules.condition("M-Condition", () -> data -> data.equals("yes"), chosen, ADD);
        try (Pipeline<String> pipeline = Pipeline.<String>builder()
                .controller("one", ControllerSettings.of(ControllerMode.NO_ORDER, 2), condition)
                .build()) {
            DataPackage<String> ended = end(pipeline.register(), "yes");
            assertThat(ended.status()).isEqualTo(outcome);
            assertThat(ended.errors()).hasSize(outcome == Status.ERROR ? 1 : 0);
            PackageRecord record = ended.snapshot();
            ModuleRecord outer = record.controllers()
                    .getFirst()
                    .phases()
                    .getFirst()
                    .modules()
                    .getFirst();
            assertThat(outer.status()).isEqualTo(outcome);
            assertThat(outer.subModules())
                    .singleElement()
                    .satisfies(sub -> assertThat(sub.status()).isEqualTo(outcome));
            assertThat(end(pipeline.register(), "no").data()).isEqualTo("no+");
        }
    }

    private static DataPackage<String> end(PipelineInstance<String> instance, String data) throws Exception {
        CompletableFuture<DataPackage<String>> end = new CompletableFuture<>();
        instance.execute(data, Callbacks.onEnd(end::complete));
        return end.get(10, TimeUnit.SECONDS);
    }

    @Test
    void conditionThatThrowsFails() {
        PipelineModule<String> condition = PipelineModules.condition(
                "M-Condition",
                () -> data -> {
                    throw new IllegalArgumentException("cannot tell");
                },
                ADD,
                ADD);
        ExternalReply<String> reply = run(condition, "x");
        assertThat(record(reply).error().orElseThrow().message()).isEqualTo("cannot tell");
        assertThat(record(reply).subModules()).isEmpty();
    }

    @Test
    void combinationRunsInOrderAndStopsAtTheFirstThatDoesNotSucceed() {
        ExternalReply<String> left = run(PipelineModules.combination("M-All", ADD, ADD, EXIT, ADD), "x");
        assertThat(left.data()).isEqualTo("x++");
        assertThat(record(left).status()).isEqualTo(Status.EXIT);
        assertThat(record(left).subModules())
                .extracting(ModuleRecord::moduleName)
                .containsExactly("M-Add", "M-Add", "M-Exit");
        assertThat(record(left).subModules().getLast().message()).isEqualTo("gone");

        ExternalReply<String> failed = run(PipelineModules.combination("M-All", ADD, FAIL, ADD), "x");
        assertThat(record(failed).status()).isEqualTo(Status.ERROR);
        assertThat(record(failed).subModules()).hasSize(2);
        assertThat(failed.errors()).as("once, however deep").hasSize(1);
    }

    @Test
    void nestsAHundredDeep() {
        PipelineModule<String> module = ADD;
        for (int i = 0; i < 100; i++) {
            module = i % 2 == 0
                    ? PipelineModules.combination("M-" + i, module, ADD)
                    : PipelineModules.condition("M-" + i, () -> _ -> true, module, FAIL);
        }
        ExternalReply<String> reply = run(module, "");
        assertThat(reply.data()).hasSize(51);
        int depth = 0;
        for (ModuleRecord at = record(reply);
                !at.subModules().isEmpty();
                at = at.subModules().getFirst()) {
            depth++;
        }
        assertThat(depth).isEqualTo(100);
    }

    @Test
    void mutexLetsInOneAtATimeAndTellsTheWait() throws Exception {
        AtomicInteger within = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(200);
        PipelineModule<String> alone = module("M-Alone", ModuleOptions.DEFAULT.withMutex(true), _ -> {
            most.accumulateAndGet(within.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000);
            within.decrementAndGet();
        });
        try (HostedModule<String> hosted = host(alone)) {
            for (int i = 0; i < 200; i++) {
                Thread.startVirtualThread(() -> {
                    hosted.run(request("x"));
                    ended.countDown();
                });
            }
            ended.await();
            assertThat(most).hasValue(1);
            assertThat(hosted.statistics().getFirst().inputWaiting().count()).isEqualTo(200);
            assertThat(hosted.statistics().getFirst().inputWaitingNow()).isZero();
        }
    }

    @Test
    void errorsWithoutAMessageAndErrorsOfTheMachineAreRecordsToo() {
        assertThat(record(run(module("M-Npe", _ -> requireText(null)), "x"))
                        .error()
                        .orElseThrow()
                        .type())
                .isEqualTo("NullPointerException");
        ExternalReply<String> deep = run(module("M-Deep", _ -> deeper(0)), "x");
        assertThat(record(deep).error().orElseThrow().type()).isEqualTo("StackOverflowError");
    }

    private static void requireText(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            throw new NullPointerException();
        }
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    @Test
    void closedModuleRefusesWithoutHanging() {
        HostedModule<String> hosted = host(ADD);
        hosted.close();
        ExternalReply<String> reply = hosted.run(request("x"));
        assertThat(record(reply).error().orElseThrow().message()).isEqualTo("Module M-Add is closed.");
    }
}
