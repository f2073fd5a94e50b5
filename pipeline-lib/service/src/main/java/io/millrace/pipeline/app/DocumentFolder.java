package io.millrace.pipeline.app;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphPipeline;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A document, or a folder of them, whose edits become pipelines that are added, replaced and removed. A document that
 * is wrong changes nothing. For one thread.
 */
final class DocumentFolder {

    private static final Logger log = LoggerFactory.getLogger(DocumentFolder.class);

    /** What tells that a file has changed. */
    private record Stamp(FileTime time, long size) {}

    private final Path place;
    private final DocumentReader reader;
    private final ServedPipelines pipelines;
    private final Map<Path, Stamp> applied = new HashMap<>();
    private final Map<Path, Set<String>> names = new HashMap<>();
    private Map<Path, Stamp> seen = Map.of();

    DocumentFolder(Path place, DocumentReader reader, ServedPipelines pipelines) {
        this.place = place;
        this.reader = reader;
        this.pipelines = pipelines;
    }

    /**
     * Adds the pipelines of all documents.
     *
     * @throws io.millrace.core.failure.InvalidRequestException when one is wrong, with all its problems
     * @throws FatalException when one cannot be read
     */
    void start() {
        seen = stamps();
        seen.forEach((file, stamp) -> {
            applied.put(file, stamp);
            apply(file);
        });
    }

    /** Follows edits; a file counts as edited when it has rested from one look to the next. */
    void look() {
        Map<Path, Stamp> now;
        try {
            now = stamps();
        } catch (FatalException e) {
            log.warn("edits cannot be seen, reason={}", e.reason());
            return;
        }
        now.forEach((file, stamp) -> {
            if (!stamp.equals(applied.get(file)) && stamp.equals(seen.get(file))) {
                applied.put(file, stamp);
                attempt(file);
            }
        });
        Set<Path> gone = new HashSet<>(applied.keySet());
        gone.removeAll(now.keySet());
        gone.removeAll(seen.keySet());
        gone.forEach(file -> {
            applied.remove(file);
            remove(file, names.getOrDefault(file, Set.of()));
            names.remove(file);
        });
        seen = now;
    }

    private void attempt(Path file) {
        try {
            apply(file);
            log.info("document read again, file={}", file);
        } catch (StreamException e) {
            log.error("a document is wrong, its pipelines stay as they are, file={}\n{}", file, e.reason());
        }
    }

    private void apply(Path file) {
        String text = text(file);
        GraphDocument document = reader.read(file.toString(), text);
        Set<String> before = names.getOrDefault(file, Set.of());
        Set<String> after = new LinkedHashSet<>();
        for (GraphPipeline graph : document.pipelines()) {
            if (before.contains(graph.name()) && served(graph.name())) {
                pipelines.replace(graph.name(), graph, text, null);
            } else {
                pipelines.add(new GraphDocument(List.of(graph)), text);
            }
            after.add(graph.name());
        }
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(after);
        remove(file, gone);
        names.put(file, after);
    }

    private void remove(Path file, Set<String> gone) {
        for (String name : gone) {
            if (served(name)) {
                log.info("pipeline is no longer in its document, name={} file={}", name, file);
                pipelines.remove(name, null);
            }
        }
    }

    private boolean served(String name) {
        return pipelines.list().stream().map(ServedPipeline::name).anyMatch(name::equals);
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        try {
            for (Path file : files()) {
                stamps.put(file, new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            }
        } catch (IOException e) {
            throw new FatalException("cannot read " + place, e);
        }
        return stamps;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml")).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FatalException("cannot read " + file, e);
        }
    }
}
