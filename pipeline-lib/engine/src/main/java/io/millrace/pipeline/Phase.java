package io.millrace.pipeline;

import java.util.List;

/**
 * Modules that are run one after the other.
 *
 * @param id {@code PP-<uuid>}, the same in every instance
 * @param name its name in records and meters
 * @param modules at least one
 */
public record Phase<T>(String id, String name, List<PipelineModule<T>> modules) {
    public Phase {
        modules = List.copyOf(modules);
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("phase '" + name + "' has no module");
        }
    }
}
