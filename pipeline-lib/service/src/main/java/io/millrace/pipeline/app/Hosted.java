package io.millrace.pipeline.app;

import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.graph.ModuleCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The module that the gRPC port runs for pipelines elsewhere. */
final class Hosted {

    private static final String SAMPLE = "demo-external";

    private Hosted() {}

    /**
     * The configured one, or that of the sample when the sample runs; empty otherwise.
     *
     * @throws io.millrace.core.failure.InvalidRequestException when there is no such type, or settings are wrong
     */
    static Optional<PipelineModule<Object>> of(ModulesConfig config, ModuleCatalog catalog) {
        if (config.grpc().hosted().isPresent()) {
            String[] named = config.grpc().hosted().get().split(":", 2);
            Optional<String> version = named.length > 1 ? Optional.of(named[1]) : Optional.empty();
            return Optional.of(
                    catalog.build(named[0], version, settings(config.grpc().settings())));
        }
        return config.pipelines().isPresent()
                ? Optional.empty()
                : Optional.of(catalog.build(SAMPLE, Optional.empty(), Map.of()));
    }

    /** Values of the environment are text; what they mean is what they would mean in a document. */
    private static Map<String, Object> settings(Map<String, String> texts) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> settings = new LinkedHashMap<>();
        texts.forEach((key, text) -> {
            Object value = yaml.load(text);
            settings.put(key, value == null ? "" : value);
        });
        return settings;
    }
}
