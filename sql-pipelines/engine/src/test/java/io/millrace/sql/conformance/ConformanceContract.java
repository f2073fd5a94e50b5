package io.millrace.sql.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the product's smoke suites, all cases side by side, and writes what became of each to
 * {@code target/conformance.txt}. A case is left out only when its suite marks it so, or when the engine itself answers
 * that something is not supported yet. The cases in {@link #REQUIRED} must pass.
 */
public interface ConformanceContract {

    /** Cases that run side by side. */
    int AT_A_TIME = 24;

    /** Cases that must pass. */
    Set<String> REQUIRED = Set.of(
            "0000-smoke/0",
            "0000-smoke/4",
            "0000-smoke/6",
            "0000-smoke/8",
            "0000-smoke/10",
            "0000-smoke/12",
            "0000-smoke/14",
            "0000-smoke/16",
            "0000-smoke/20",
            "0000-smoke/30",
            "0000-smoke/32",
            "0000-smoke/34",
            "0001-view/61",
            "0001-view/63",
            "0001-view/71",
            "0001-view/73",
            "0010-cte/0",
            "0019-limit-by/0",
            "0021-random-stream/0",
            "0021-random-stream/2",
            "0021-random-stream/4",
            "0021-random-stream/6",
            "0021-random-stream/8",
            "0021-random-stream/14",
            "0021-random-stream/16",
            "0021-random-stream/18",
            "0021-random-stream/20",
            "0021-random-stream/24");

    /** An empty scope for one case. */
    CaseScope newScope();

    @TestFactory
    default Stream<DynamicTest> behavesAsTheSuitesExpect() {
        Optional<Path> folder = Suite.folder();
        assumeThat(folder)
                .as("the folder shared/data/proton-tests beside the working tree")
                .isPresent();
        List<Suite.Case> cases = Suite.cases(folder.orElseThrow());
        assertThat(cases).extracting(Suite.Case::id).containsAll(REQUIRED);
        Semaphore slots = new Semaphore(AT_A_TIME);
        Map<Suite.Case, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        for (Suite.Case test : cases) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            outcomes.put(test, outcome);
            Thread.ofVirtual().start(() -> outcome.complete(run(test, slots)));
        }
        List<DynamicTest> tests = new ArrayList<>();
        outcomes.forEach((test, outcome) ->
                tests.add(DynamicTest.dynamicTest(test.title(), () -> judge(test, outcome.join()))));
        tests.add(DynamicTest.dynamicTest("summary", () -> summarize(outcomes)));
        return tests.stream();
    }

    private Outcome run(Suite.Case test, Semaphore slots) {
        Optional<String> tag = test.skippedTag();
        if (tag.isPresent()) {
            return new Outcome.Skipped("by the suite, which tags it '" + tag.get() + "'");
        }
        slots.acquireUninterruptibly();
        try {
            return new CaseRunner(test, this::newScope).run();
        } finally {
            slots.release();
        }
    }

    private static void judge(Suite.Case test, Outcome outcome) {
        if (REQUIRED.contains(test.id())) {
            assertThat(outcome).as(outcome.text()).isInstanceOf(Outcome.Passed.class);
        }
        switch (outcome) {
            case Outcome.Passed _ -> {}
            case Outcome.Skipped skipped -> Assumptions.abort(skipped.reason());
            case Outcome.Failed failed -> Assumptions.abort("not required yet, and differs: " + failed.reason());
        }
    }

    private static void summarize(Map<Suite.Case, CompletableFuture<Outcome>> outcomes) throws IOException {
        List<String> lines = new ArrayList<>();
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        for (Map.Entry<Suite.Case, CompletableFuture<Outcome>> entry : outcomes.entrySet()) {
            Outcome outcome = entry.getValue().join();
            switch (outcome) {
                case Outcome.Passed _ -> passed++;
                case Outcome.Failed _ -> failed++;
                case Outcome.Skipped _ -> skipped++;
            }
            lines.add(entry.getKey().title() + ": " + outcome.text());
        }
        lines.add("conformance: " + passed + " passed, " + failed + " failed, " + skipped + " skipped of "
                + outcomes.size());
        Path report = Path.of("target", "conformance.txt");
        Files.createDirectories(report.toAbsolutePath().getParent());
        Files.write(report, lines);
        lines.forEach(System.out::println);
    }
}
