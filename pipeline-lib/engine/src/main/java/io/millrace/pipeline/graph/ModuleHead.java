package io.millrace.pipeline.graph;

import io.millrace.core.pipeline.Backoff;
import io.millrace.pipeline.ModuleOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What a module of any kind may say of itself.
 *
 * @param name its own, else the one that it is known by, else {@code M-} and its kind
 * @param options how it is run
 */
record ModuleHead(String name, ModuleOptions options) {

    static ModuleHead read(YamlSettings section, Optional<String> givenName, String kind) {
        return new ModuleHead(section.text("name").or(() -> givenName).orElse("M-" + kind), options(section));
    }

    /** A fresh identifier. */
    String id() {
        return Names.id(name);
    }

    private static ModuleOptions options(YamlSettings section) {
        YamlSettings waits = section.section("backoff");
        Duration first = waits.duration("first", Backoff.DEFAULT.first());
        Duration cap = waits.duration("cap", Backoff.DEFAULT.cap());
        double jitter = waits.number("jitter", Backoff.DEFAULT.jitter(), 0, 1);
        Backoff backoff = Backoff.DEFAULT;
        try {
            backoff =
                    new Backoff(first, cap.compareTo(first) < 0 && !waits.keys().contains("cap") ? first : cap, jitter);
        } catch (IllegalArgumentException e) {
            section.problem("backoff", String.valueOf(e.getMessage()));
        }
        return new ModuleOptions(
                section.flag("mutex", false),
                section.duration("timeout", Duration.ZERO),
                section.integer("attempts", 1, 1, 1000),
                backoff);
    }
}
