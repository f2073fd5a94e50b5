package io.millrace.ingest.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes pipelines of a document, or tells everything that is wrong with it. */
final class DocumentReader {

    /** Name of the only pipeline when a document does not name any, as the reference's do not. */
    static final String ONLY_PIPELINE = "ingest";

    static final String ONLY_SINK = "sink";
    static final List<String> DELIVERY_KEYS = List.of("batch", "retry", "types");

    private static final List<String> PIPELINE_KEYS = List.of("source", "sink", "sinks", "buffer");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Tree tree;
    private final Path base;
    private final Problems problems;
    private final Binder binder;

    DocumentReader(Tree tree, Path base, Problems problems) {
        this.tree = tree;
        this.base = base;
        this.problems = problems;
        this.binder = new Binder(tree, problems);
    }

    IngestDocument read() {
        List<PipelineSpec> pipelines = new ArrayList<>();
        if (!(tree.root() instanceof ObjectNode root)) {
            throw problems.failure(tree.place(""), "expected source and sink, or pipelines");
        }
        if (root.has("pipelines")) {
            unknown(root, "", List.of("pipelines"));
            names(root.get("pipelines"), "pipelines", "a pipeline")
                    .forEach(name -> add(pipelines, pipeline(name, "pipelines." + name)));
        } else {
            add(pipelines, pipeline(ONLY_PIPELINE, ""));
        }
        problems.throwIfAny();
        return new IngestDocument(pipelines, base);
    }

    private static <T> void add(List<T> list, @Nullable T value) {
        if (value != null) {
            list.add(value);
        }
    }

    private JsonNode at(String path) {
        JsonNode node = tree.root();
        for (String key : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            node = node.path(key);
        }
        return node;
    }

    /** The names in a mapping, all of them usable as names of files. */
    private List<String> names(JsonNode mapping, String path, String what) {
        List<String> names = new ArrayList<>();
        if (!mapping.isObject() || mapping.isEmpty()) {
            problems.add(tree.place(path), path, "expected at least one name with " + what + " below it");
            return names;
        }
        Set<String> seen = new LinkedHashSet<>();
        mapping.fieldNames().forEachRemaining(name -> {
            String at = Tree.child(path, name);
            if (!NAME.matcher(name).matches()) {
                problems.add(tree.key(at), at, "a name has letters, digits, _ and -, at most 64");
            } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                problems.add(tree.key(at), at, "differs from another name in case only, and folders may not know it");
            } else {
                names.add(name);
            }
        });
        return names;
    }

    private void unknown(ObjectNode node, String path, List<String> known) {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String at = Tree.child(path, key);
                problems.add(tree.key(at), at, "unknown key; " + Nearest.among(key, known));
            }
        });
    }

    private @Nullable PipelineSpec pipeline(String name, String path) {
        if (!(at(path) instanceof ObjectNode node)) {
            problems.add(tree.place(path), path, "expected the keys source and sink");
            return null;
        }
        unknown(node, path, path.isEmpty() ? List.of("source", "sink", "sinks", "buffer", "pipelines") : PIPELINE_KEYS);
        SourceSpec<?> source = source(name, Tree.child(path, "source"));
        List<SinkSpec<?>> sinks = new ArrayList<>();
        if (node.has("sinks")) {
            if (node.has("sink")) {
                problems.add(
                        tree.key(Tree.child(path, "sink")), Tree.child(path, "sink"), "give sink or sinks, not both");
            }
            String at = Tree.child(path, "sinks");
            names(node.get("sinks"), at, "a sink").forEach(sink -> add(sinks, sink(name, sink, Tree.child(at, sink))));
        } else {
            add(sinks, sink(name, ONLY_SINK, Tree.child(path, "sink")));
        }
        BufferSettings buffer = buffer(node.get("buffer"), Tree.child(path, "buffer"));
        return source == null || sinks.isEmpty() || buffer == null
                ? null
                : new PipelineSpec(name, source, sinks, buffer);
    }

    private @Nullable BufferSettings buffer(@Nullable JsonNode node, String path) {
        if (node == null) {
            return BufferSettings.DEFAULT;
        }
        PartKeys.Buffer keys = binder.bind(PartKeys.Buffer.class, node, path);
        return keys == null ? null : told(path, keys::settings);
    }

    /** Something that says by an exception what is wrong with settings; null when it did. */
    private <T> @Nullable T told(String path, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            problems.add(tree.place(path), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The mapping of a part, and its type among those that there are. */
    private <T> @Nullable T type(String path, String what, Map<String, T> known) {
        JsonNode node = at(path);
        if (!node.isObject()) {
            String wrong = node.isMissingNode() || node.isNull() ? "is missing" : "expected a mapping of keys";
            problems.add(
                    tree.place(path),
                    path,
                    wrong + "; a " + what + " has a type, one of " + String.join(", ", known.keySet()));
            return null;
        }
        String at = Tree.child(path, "type");
        String name = node.path("type").asText("");
        T type = known.get(name);
        if (type == null) {
            problems.add(
                    tree.place(at),
                    at,
                    (name.isEmpty() ? "is missing; " : "unknown " + what + " type '" + name + "'; ")
                            + Nearest.among(name, known.keySet()));
        }
        return type;
    }

    private @Nullable SourceSpec<?> source(String pipeline, String path) {
        SourceType<?> type = type(path, "source", Types.SOURCES);
        return type == null ? null : source(type, pipeline, path);
    }

    private <S> @Nullable SourceSpec<S> source(SourceType<S> type, String pipeline, String path) {
        ObjectNode part = (ObjectNode) at(path).deepCopy();
        part.remove("type");
        S settings = binder.bind(type.settings(), part, path);
        if (settings == null) {
            return null;
        }
        SourceContext context = new SourceContext(pipeline, base, (_, _) -> {}, Ticker.SYSTEM);
        // made only to hear what is wrong; it connects nowhere until it is opened
        Boolean fine = told(path, () -> {
            type.create(settings, context).close();
            return true;
        });
        return fine == null ? null : new SourceSpec<>(type, settings, tree.shownAt(path));
    }

    private @Nullable SinkSpec<?> sink(String pipeline, String name, String path) {
        SinkType<?> type = type(path, "sink", Types.SINKS);
        return type == null ? null : sink(type, pipeline, name, path);
    }

    private <S> @Nullable SinkSpec<S> sink(SinkType<S> type, String pipeline, String name, String path) {
        ObjectNode part = (ObjectNode) at(path).deepCopy();
        part.remove("type");
        ObjectNode own = part.deepCopy().retain(DELIVERY_KEYS);
        S settings = binder.bind(type.settings(), part.without(DELIVERY_KEYS), path);
        PartKeys.Delivery keys = binder.bind(PartKeys.Delivery.class, own, path);
        DeliverySettings delivery = keys == null ? null : told(path, keys::settings);
        if (settings == null || delivery == null) {
            return null;
        }
        SinkContext context = new SinkContext(pipeline, name, base, Ticker.SYSTEM);
        Boolean fine = told(path, () -> {
            type.create(settings, context).close();
            return true;
        });
        return fine == null ? null : new SinkSpec<>(name, type, settings, delivery, tree.shownAt(path));
    }
}
