package io.millrace.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GraphDocumentTest {

    private static GraphPipeline read(String text) {
        return GraphDocument.parse("demo.yaml", text).pipelines().getFirst();
    }

    private static List<PipelineModule<Object>> modules(GraphPipeline pipeline) {
        return pipeline.controllers().getFirst().phases().getFirst().modules();
    }

    @Test
    void barePhasesGetTheControllerOfTheReference() {
        GraphPipeline pipeline = read("pipelines: {demo: {phases: [{name: one, modules: [passthrough]}]}}");
        Controller<Object> controller = pipeline.controllers().getFirst();
        assertThat(controller.name()).isEqualTo("demo-Controller");
        assertThat(controller.settings()).isEqualTo(ControllerSettings.DEFAULT);
        assertThat(controller.phases().getFirst().name()).isEqualTo("one");
        assertThat(pipeline.instances()).isEqualTo(1);
        assertThat(modules(pipeline).getFirst().name()).isEqualTo("M-Passthrough");
        assertThat(modules(pipeline).getFirst().id()).startsWith("M-Passthrough-");
    }

    @Test
    void readsEverySettingOfControllersAndModules() {
        GraphPipeline pipeline = read("""
                pipelines:
                  demo:
                    instances: 3
                    controllers:
                      - name: one
                        mode: ORDER_BY_KEY
                        workers: 5
                        queue-size: 7
                        queue-bytes: 16M
                        overflow: latest-by-key
                        reorder: {size: 9, max-wait: 2m}
                        caller-runs: true
                        modules:
                          - type: passthrough
                            version: "1"
                            name: M-Own
                            mutex: true
                            timeout: 250ms
                            attempts: 4
                            backoff: {first: 10ms, cap: 1s, jitter: 0.5}
                """);
        assertThat(pipeline.instances()).isEqualTo(3);
        ControllerSettings settings = pipeline.controllers().getFirst().settings();
        assertThat(settings.mode()).isEqualTo(ControllerMode.ORDER_BY_KEY);
        assertThat(settings.workers()).isEqualTo(5);
        assertThat(settings.queueSize()).isEqualTo(7);
        assertThat(settings.queueBytes()).isEqualTo(16L << 20);
        assertThat(settings.overflow()).isEqualTo(Overflow.LATEST_BY_KEY);
        assertThat(settings.reorder().maxWait()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.callerRuns()).isTrue();
        PipelineModule<Object> module = modules(pipeline).getFirst();
        assertThat(module.name()).isEqualTo("M-Own");
        ModuleOptions options = module.options();
        assertThat(options.mutex()).isTrue();
        assertThat(options.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(options.attempts()).isEqualTo(4);
        assertThat(options.backoff().cap()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void namedModulesAndAliasesMayBeUsedInSeveralPlaces() throws Exception {
        GraphPipeline pipeline = read("""
                modules:
                  mark: &mark {type: append, settings: {key: t, text: '+'}}
                  twice: {combination: [mark, use: mark]}
                pipelines:
                  demo:
                    phases:
                      - modules: [twice, *mark, mark]
                """);
        assertThat(run(pipeline, Map.of("t", ""))).isEqualTo(Map.of("t", "++++"));
    }

    @Test
    void variablesStandInValues() throws Exception {
        GraphPipeline pipeline = GraphDocument.parse(
                        "demo.yaml", """
                        pipelines:
                          demo:
                            phases:
                              - modules:
                                  - {type: set, settings: {key: a, value: '${name}-${other:x y}'}}
                                  - type: set
                                    settings:
                                      key: n
                                      value: ${number}
                        """, ModuleCatalog.installed(), Map.of("name", "${not-again}", "number", "42"))
                .pipelines()
                .getFirst();
        assertThat(run(pipeline, Map.of())).isEqualTo(Map.of("a", "${not-again}-x y", "n", 42L));
    }

    private static Object run(GraphPipeline graph, Object data) throws Exception {
        try (Pipeline<Object> pipeline = graph.build(new PipelineObserver<>() {})) {
            var ended = pipeline.register().execute(data).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(ended.errors()).isEmpty();
            return ended.data();
        }
    }

    @Test
    void typesHaveVersionsOfWhichTheLatestIsTaken() {
        ModuleCatalog catalog = ModuleCatalog.installed();
        assertThat(catalog.versions("set")).containsExactly("1");
        assertThat(catalog.versions("nobody")).isEmpty();
        assertThat(catalog.module("set", Optional.of("2"))).isEmpty();
        assertThatThrownBy(() -> new ModuleCatalog(
                        List.of(catalog.modules().getFirst(), catalog.modules().getFirst()), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is there twice");
    }

    private static final String GARBAGE = "{}[]:-&*!'\"\n\t #%@`|>0a";

    private static final String SWAPPED = """
            pipelines:
              demo:
                controllers:
                  - name: one
                    mode: order-by-sequence
                    workers: %s
                    queue-size: 100
                    modules:
                      - combination:
                          - {type: append, settings: {key: t, text: '%s'}}
                          - {type: append, name: M-Second, settings: {key: t, text: '%s'}}
                      - {type: append, name: M-Third, settings: {key: t, text: '3'}}
            """;

    @Test
    void aDocumentThatChangedAModuleSwapsThatOneAlone() throws Exception {
        GraphPipeline before = read(SWAPPED.formatted(2, "1", "2"));
        try (Pipeline<Object> pipeline = before.build(new PipelineObserver<>() {})) {
            PipelineInstance<Object> instance = pipeline.register();
            assertThat(text(instance)).isEqualTo("123");
            List<Controller<Object>> running = pipeline.controllers();

            GraphSwap none = read(SWAPPED.formatted(2, "1", "2")).swap(running).orElseThrow();
            assertThat(none.modules()).isEmpty();

            GraphSwap one = read(SWAPPED.formatted(2, "1", "B")).swap(running).orElseThrow();
            assertThat(one.modules()).extracting(PipelineModule::name).containsExactly("M-Second");
            one.modules().forEach(instance::swap);
            assertThat(text(instance)).isEqualTo("1B3");

            GraphSwap next =
                    read(SWAPPED.formatted(2, "A", "B")).swap(one.controllers()).orElseThrow();
            assertThat(next.modules()).extracting(PipelineModule::name).containsExactly("M-Append");
            next.modules().forEach(instance::swap);
            assertThat(text(instance)).isEqualTo("AB3");

            assertThat(read(SWAPPED.formatted(3, "A", "B")).swap(next.controllers()))
                    .as("another number of workers needs the pipeline to be built anew")
                    .isEmpty();
        }
    }

    private static String text(PipelineInstance<Object> instance) throws Exception {
        return String.valueOf(((Map<?, ?>) instance.execute(Map.of("t", ""))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .data())
                .get("t"));
    }

    private record Stamp(String version) implements ModuleType {
        @Override
        public String name() {
            return "stamp";
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
            return () -> context -> context.setData(context.data() + " v" + version);
        }
    }

    @Test
    void aDocumentThatNamesAnotherVersionSwapsToIt() throws Exception {
        ModuleCatalog catalog = new ModuleCatalog(List.of(new Stamp("1"), new Stamp("2"), new Stamp("10")), List.of());
        String text = "pipelines: {demo: {phases: [{name: p, modules: [{type: stamp%s}]}]}}";
        GraphPipeline first = read(catalog, text.formatted(", version: '1'"));
        try (Pipeline<Object> pipeline = first.build(new PipelineObserver<>() {})) {
            PipelineInstance<Object> instance = pipeline.register();
            List<Controller<Object>> running = pipeline.controllers();
            assertThat(stamped(instance)).isEqualTo("x v1");
            for (String version : List.of("2", "10", "1")) {
                GraphSwap swap = read(catalog, text.formatted(", version: '" + version + "'"))
                        .swap(running)
                        .orElseThrow();
                assertThat(swap.modules()).extracting(PipelineModule::version).containsExactly(version);
                swap.modules().forEach(instance::swap);
                running = swap.controllers();
                assertThat(stamped(instance)).isEqualTo("x v" + version);
            }
        }
        assertThat(modules(read(catalog, text.formatted(""))).getFirst().version())
                .as("the latest, by numbers")
                .isEqualTo("10");
    }

    private static GraphPipeline read(ModuleCatalog catalog, String text) {
        return GraphDocument.parse("demo.yaml", text, catalog).pipelines().getFirst();
    }

    private static Object stamped(PipelineInstance<Object> instance) throws Exception {
        return instance.execute("x")
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .data();
    }

    /** One named module in two places is one module; a document that makes two of it cannot be reached by swaps. */
    @Test
    void aModuleInTwoPlacesIsSwappedInBothOrNot() {
        String shared = """
                modules:
                  m: {type: append, settings: {key: t, text: '%s'}}
                pipelines:
                  demo:
                    phases:
                      - modules: [m, %s]
                """;
        List<Controller<Object>> running = read(shared.formatted("1", "m")).controllers();
        assertThat(read(shared.formatted("2", "m")).swap(running).orElseThrow().modules())
                .hasSize(1);
        assertThat(read(shared.formatted("2", "{type: append, name: m, settings: {key: t, text: '1'}}"))
                        .swap(running))
                .isEmpty();
    }

    /** Documents come from users: cut, doubled and garbled ones are refused as documents, by nothing else. */
    @Test
    void garbledDocumentsAreRefusedAsDocuments() {
        long seed = 20261121;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String good = SWAPPED.formatted(2, "1", "2");
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int place = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setLength(Math.max(1, place));
                    case 1 -> text.deleteCharAt(place);
                    case 2 -> text.insert(place, GARBAGE.charAt(random.nextInt(GARBAGE.length())));
                    default -> text.insert(place, text.substring(place / 2, place));
                }
                if (text.isEmpty()) {
                    text.append(' ');
                }
            }
            try {
                GraphDocument.parse("demo.yaml", text.toString());
            } catch (GraphException e) {
                assertThat(e.problems()).isNotEmpty();
                refused.add(e.getMessage());
            }
        }
        assertThat(refused).hasSizeGreaterThan(500);
    }
}
