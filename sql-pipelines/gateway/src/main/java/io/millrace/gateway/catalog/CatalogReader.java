package io.millrace.gateway.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pipeline documents: the file's sample and shipped forms, the tagged form that the Python prototype writes, and
 * single pipelines sent by clients.
 */
public final class CatalogReader {

    private static final List<String> KEYS = List.of("pipelines", "engine", "host", "port", "db", "user", "password");

    private CatalogReader() {}

    /**
     * Reads a whole file.
     *
     * @param file name for the messages
     * @param text YAML, for example {@code pipelines: [{name: one, sqls: [SELECT 1]}]}
     * @throws CatalogException with every problem that the text has
     */
    public static PipelineCatalog read(String file, String text) {
        YamlDocument document = YamlDocument.parse(file, text);
        Value value = document.value();
        if (value == null) {
            throw new CatalogException(
                    file, List.of(new CatalogProblem(1, 1, "pipelines", "is missing; write 'pipelines: []' for none")));
        }
        SpecReader reader = new SpecReader();
        reader.warnings().addAll(document.warnings());
        Map<String, Value> fields = reader.fields(value, "", "the keys of a configuration file", KEYS);
        PipelineCatalog catalog = fields == null ? null : catalog(reader, value, fields);
        if (!reader.problems().isEmpty() || catalog == null) {
            throw new CatalogException(file, sorted(reader.problems()));
        }
        return catalog;
    }

    /**
     * Reads one pipeline.
     *
     * @param value an object with the keys of a pipeline
     * @throws CatalogException with every problem that it has
     */
    public static PipelineSpec readPipeline(Value value) {
        SpecReader reader = new SpecReader();
        PipelineSpec spec = reader.pipeline(value, "");
        List<CatalogProblem> problems = new ArrayList<>(reader.problems());
        problems.addAll(reader.warnings().stream()
                .map(warning -> new CatalogProblem(
                        warning.line(),
                        warning.column(),
                        warning.path(),
                        "unknown key; known are " + String.join(", ", SpecReader.KEYS)))
                .toList());
        if (!problems.isEmpty() || spec == null) {
            throw new CatalogException("", problems);
        }
        return spec;
    }

    private static PipelineCatalog catalog(SpecReader reader, Value document, Map<String, Value> fields) {
        Backend defaults = Backend.DEFAULT;
        Backend backend = new Backend(
                orElse(reader.text(fields.get("host"), "host", defaults.host()), defaults.host()),
                orElse(reader.port(fields.get("port"), "port"), defaults.port()),
                orElse(reader.text(fields.get("db"), "db", defaults.db()), defaults.db()),
                orElse(reader.text(fields.get("user"), "user", defaults.user()), defaults.user()),
                orElse(reader.text(fields.get("password"), "password", "'' for none"), defaults.password()));
        String engine = orElse(reader.engine(fields.get("engine"), "engine"), PipelineCatalog.EMBEDDED);
        return new PipelineCatalog(
                backend, engine, pipelines(reader, document, fields.get("pipelines")), reader.warnings());
    }

    private static List<PipelineSpec> pipelines(SpecReader reader, Value document, @Nullable Value value) {
        if (value == null) {
            reader.problem(document, "pipelines", "is missing; write 'pipelines: []' for none");
            return List.of();
        }
        if (!(value instanceof Value.Items list)) {
            reader.problem(
                    value, "pipelines", "expected a list of pipelines, found " + value.words() + "; write [] for none");
            return List.of();
        }
        List<PipelineSpec> pipelines = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (int i = 0; i < list.items().size(); i++) {
            Value item = list.items().get(i);
            String path = "pipelines[" + i + "]";
            PipelineSpec spec = reader.pipeline(item, path);
            String name = spec == null ? nameOf(item) : spec.name();
            Integer earlier = name == null ? null : lines.putIfAbsent(name, item.line());
            if (earlier != null) {
                reader.problem(
                        item,
                        path + ".name",
                        "'" + name + "' is already the name of the pipeline at line " + earlier
                                + "; names must be unique");
            }
            if (spec != null) {
                pipelines.add(spec);
            }
        }
        return pipelines;
    }

    private static @Nullable String nameOf(Value item) {
        if (item instanceof Value.Fields mapping) {
            for (Value.Field field : mapping.fields()) {
                if (field.key().equals("name") && field.value() instanceof Value.Scalar scalar) {
                    return scalar.text();
                }
            }
        }
        return null;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static List<CatalogProblem> sorted(List<CatalogProblem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(CatalogProblem::line).thenComparingInt(CatalogProblem::column))
                .toList();
    }
}
