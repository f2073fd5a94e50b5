package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Phases that are run one after the other on each package, by as many workers and in the order that the settings say.
 *
 * @param id {@code C-<uuid>}, the same in every instance
 * @param name its name in records and meters
 * @param settings workers, queue and order
 * @param phases at least one
 */
public record Controller<T>(String id, String name, ControllerSettings settings, List<Phase<T>> phases) {
    public Controller {
        requireNonNull(settings, "settings is null");
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("controller '" + name + "' has no phase");
        }
    }
}
