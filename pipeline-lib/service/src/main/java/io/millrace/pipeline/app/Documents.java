package io.millrace.pipeline.app;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.service.app.ResourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The documents that run from the start: a file, those of a folder, or the sample, which may feed itself. */
final class Documents implements AutoCloseable {

    private final ModulesConfig config;
    private final ServedPipelines pipelines;
    private final ModuleCatalog catalog;
    private final Ticker ticker;
    private @Nullable SampleFeed feed;

    Documents(ModulesConfig config, ServedPipelines pipelines, ModuleCatalog catalog, Ticker ticker) {
        this.config = config;
        this.pipelines = pipelines;
        this.catalog = catalog;
        this.ticker = ticker;
    }

    /**
     * Adds their pipelines.
     *
     * @throws io.millrace.core.failure.InvalidRequestException when one is wrong, with all its problems
     */
    synchronized void start() {
        Optional<Path> place = config.pipelines();
        if (place.isPresent()) {
            files(place.get()).forEach(this::add);
            return;
        }
        add("sample-pipelines.yaml", ResourceText.of("sample-pipelines.yaml"));
        if (config.feed()) {
            feed = SampleFeed.start(pipelines, ticker);
        }
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new FatalException("cannot list " + place, e);
        }
    }

    private void add(Path file) {
        try {
            add(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new FatalException("cannot read " + file, e);
        }
    }

    private void add(String name, String text) {
        pipelines.add(GraphDocument.parse(name, text, catalog), text);
    }

    @Override
    public synchronized void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
