package io.millrace.gateway.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a pipeline file.
 *
 * @param engine which engine runs the pipelines that name none
 * @param pipelines in file order, names unique
 * @param warnings what was read but is probably not meant: unknown keys, language tags
 */
public record PipelineCatalog(
        Backend backend, String engine, List<PipelineSpec> pipelines, List<CatalogProblem> warnings) {

    /** The engine inside this process, which needs nothing else. */
    public static final String EMBEDDED = "embedded";

    /** A real Proton, where {@link #backend} says. */
    public static final String PROTON = "proton";

    public PipelineCatalog {
        pipelines = List.copyOf(pipelines);
        warnings = List.copyOf(warnings);
    }

    public Optional<PipelineSpec> pipeline(String name) {
        return pipelines.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /** This catalog with one more pipeline at its end. */
    PipelineCatalog with(PipelineSpec added) {
        List<PipelineSpec> next = new ArrayList<>(pipelines);
        next.add(added);
        return withPipelines(next);
    }

    /** This catalog with the pipeline of that name replaced in its place. */
    PipelineCatalog replacing(PipelineSpec changed) {
        return withPipelines(pipelines.stream()
                .map(spec -> spec.name().equals(changed.name()) ? changed : spec)
                .toList());
    }

    PipelineCatalog without(String name) {
        return withPipelines(
                pipelines.stream().filter(spec -> !spec.name().equals(name)).toList());
    }

    /** True when both say the same, whatever their warnings are. */
    boolean sameAs(PipelineCatalog other) {
        return backend.equals(other.backend) && engine.equals(other.engine) && pipelines.equals(other.pipelines);
    }

    private PipelineCatalog withPipelines(List<PipelineSpec> next) {
        return new PipelineCatalog(backend, engine, next, warnings);
    }
}
