package io.millrace.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ModuleSwapTest {

    private static final int PACKAGES = 20_000;
    private static final int VERSIONS = 40;
    private static final long SEED = 20261121;

    private final Queue<Versioned> made = new ConcurrentLinkedQueue<>();
    private final AtomicInteger misused = new AtomicInteger();

    /** Writes its version behind the data; notices when it is used before init or after close. */
    private final class Versioned implements ExecutionModule<String> {
        private final String version;
        private final AtomicInteger within = new AtomicInteger();
        private volatile boolean open;
        private volatile boolean closed;

        Versioned(String version) {
            this.version = version;
            made.add(this);
        }

        @Override
        public void init() {
            open = true;
        }

        @Override
        public void execute(ModuleContext<String> context) {
            within.incrementAndGet();
            if (!open) {
                misused.incrementAndGet();
            }
            LockSupport.parkNanos(1_000);
            context.setData(context.data() + " v" + version);
            if (!open) {
                misused.incrementAndGet();
            }
            within.decrementAndGet();
        }

        @Override
        public void close() {
            if (within.get() > 0 || closed) {
                misused.incrementAndGet();
            }
            open = false;
            closed = true;
        }
    }

    private PipelineModule<String> version(String id, String version) {
        return new PipelineModule.Execution<>(
                id, "M-Versioned", version, ModuleOptions.DEFAULT, () -> new Versioned(version));
    }

    @ParameterizedTest
    @EnumSource(ControllerMode.class)
    void losesNothingAndClosesTheOldAfterItsLastPackage(ControllerMode mode) throws Exception {
        System.out.println("seed " + SEED);
        PipelineModule<String> nested = PipelineModules.combination("M-Outer", version("M-Versioned-1", "0"));
        Queue<DataPackage<String>> ended = new ConcurrentLinkedQueue<>();
        try (Pipeline<String> pipeline = Pipeline.<String>builder()
                .controller("one", ControllerSettings.of(mode, 8).withQueue(64).withOverflow(Overflow.BLOCK), nested)
                .build()) {
            PipelineInstance<String> instance = pipeline.register();
            CountDownLatch all = new CountDownLatch(PACKAGES);
            Thread sender = Thread.startVirtualThread(() -> {
                for (int i = 0; i < PACKAGES; i++) {
                    instance.execute("p" + i, Callbacks.onEnd(dataPackage -> {
                        ended.add(dataPackage);
                        all.countDown();
                    }));
                }
            });
            SplittableRandom random = new SplittableRandom(SEED);
            for (int version = 1; version < VERSIONS; version++) {
                int mark = Math.min(PACKAGES, version * PACKAGES / VERSIONS + random.nextInt(200));
                while (all.getCount() > PACKAGES - mark) {
                    Thread.onSpinWait();
                }
                instance.swap(version("M-Versioned-1", String.valueOf(version)));
            }
            sender.join();
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(made).hasSize(VERSIONS);
            assertThat(made.stream().filter(each -> !each.closed)).hasSize(1);
        }
        assertThat(misused).hasValue(0);
        assertThat(made).allMatch(each -> each.closed);
        assertThat(ended).hasSize(PACKAGES).allSatisfy(each -> {
            assertThat(each.status()).isIn(Status.SUCCESS, Status.OUTDATED);
            assertThat(each.data()).matches("p\\d+( v\\d+)?");
        });
        if (mode != ControllerMode.FIRST_WINS) {
            assertThat(ended)
                    .allMatch(each ->
                            each.status() == Status.SUCCESS && each.data().contains(" v"));
        }
    }

    @Test
    void packagesWithinFinishInTheOldOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> closed = new ArrayList<>();
        PipelineModule<String> old = new PipelineModule.Execution<>(
                "M-1", "M-Old", "1", ModuleOptions.DEFAULT, () -> new ExecutionModule<String>() {
                    @Override
                    public void execute(ModuleContext<String> context) throws InterruptedException {
                        begun.countDown();
                        go.await();
                        context.setData("old");
                    }

                    @Override
                    public void close() {
                        closed.add("old");
                    }
                });
        try (Pipeline<String> pipeline = pipeline(old)) {
            PipelineInstance<String> instance = pipeline.register();
            var first = instance.execute("x");
            begun.await();
            instance.swap(version("M-1", "2"));
            assertThat(instance.execute("y")
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS)
                            .data())
                    .isEqualTo("y v2");
            assertThat(closed).isEmpty();
            go.countDown();
            assertThat(first.toCompletableFuture().get(10, TimeUnit.SECONDS).data())
                    .isEqualTo("old");
            assertThat(instance.drain(Duration.ofSeconds(10))).isTrue();
            assertThat(closed).containsExactly("old");
        }
    }

    @Test
    void keepsTheOldOneWhenTheNewOneCannotBegin() throws Exception {
        try (Pipeline<String> pipeline = pipeline(version("M-1", "1"))) {
            PipelineInstance<String> instance = pipeline.register();
            PipelineModule<String> broken = new PipelineModule.Execution<>(
                    "M-1", "M-Broken", "2", ModuleOptions.DEFAULT, () -> new ExecutionModule<String>() {
                        @Override
                        public void init() {
                            throw new IllegalStateException("no model file");
                        }

                        @Override
                        public void execute(ModuleContext<String> context) {}
                    });
            assertThatThrownBy(() -> instance.swap(broken))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("module 'M-Broken' cannot be initialised: no model file");
            assertThat(instance.execute("x")
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS)
                            .data())
                    .isEqualTo("x v1");
            assertThat(made).noneMatch(each -> each.closed);
        }
    }

    @Test
    void refusesUnknownModulesAndClosedInstances() {
        try (Pipeline<String> pipeline = pipeline(version("M-1", "1"))) {
            PipelineInstance<String> instance = pipeline.register();
            assertThatThrownBy(() -> instance.swap(version("M-2", "2")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("there is no module with the id 'M-2'");
            instance.close();
            assertThatThrownBy(() -> instance.swap(version("M-1", "2"))).isInstanceOf(TransientException.class);
            assertThat(made).allMatch(each -> each.closed);
        }
    }

    @Test
    void closesWhatWasMadeWhenAnInstanceCannotBegin() {
        PipelineModule<String> broken =
                new PipelineModule.Execution<>("M-2", "M-Broken", "1", ModuleOptions.DEFAULT, () -> {
                    throw new IllegalStateException("no room");
                });
        try (Pipeline<String> pipeline =
                pipeline(PipelineModules.combination("M-Both", version("M-1", "1"), version("M-3", "1"), broken))) {
            assertThatThrownBy(pipeline::register)
                    .isInstanceOf(FatalException.class)
                    .hasMessage("module 'M-Broken' cannot be initialised: no room");
            assertThat(made).hasSize(2).allMatch(each -> each.closed);
            assertThat(pipeline.instances()).isEmpty();
        }
    }

    @Test
    void eachInstanceHasObjectsOfItsOwn() throws Exception {
        try (Pipeline<String> pipeline = pipeline(version("M-1", "1"))) {
            PipelineInstance<String> one = pipeline.register();
            PipelineInstance<String> other = pipeline.register();
            one.swap(version("M-1", "2"));
            assertThat(Map.of(
                            "one",
                                    one.execute("x")
                                            .toCompletableFuture()
                                            .get(10, TimeUnit.SECONDS)
                                            .data(),
                            "other",
                                    other.execute("x")
                                            .toCompletableFuture()
                                            .get(10, TimeUnit.SECONDS)
                                            .data()))
                    .isEqualTo(Map.of("one", "x v2", "other", "x v1"));
        }
    }

    private static Pipeline<String> pipeline(PipelineModule<String> module) {
        return Pipeline.<String>builder()
                .controller(
                        "one", ControllerSettings.of(ControllerMode.NO_ORDER, 4).withQueue(10), module)
                .build();
    }
}
