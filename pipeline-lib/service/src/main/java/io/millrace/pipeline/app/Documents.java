package io.millrace.pipeline.app;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.service.app.ResourceText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The documents that run from the start: a file, those of a folder, or the sample, which may feed itself. */
final class Documents implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Documents.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String SAMPLE = "sample-pipelines.yaml";

    private final ModulesConfig config;
    private final ServedPipelines pipelines;
    private final DocumentReader reader;
    private final Ticker ticker;
    private @Nullable SampleFeed feed;
    private @Nullable Thread thread;

    Documents(ModulesConfig config, ServedPipelines pipelines, DocumentReader reader, Ticker ticker) {
        this.config = config;
        this.pipelines = pipelines;
        this.reader = reader;
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
            DocumentFolder folder = new DocumentFolder(place.get(), reader, pipelines);
            folder.start();
            thread = Thread.ofVirtual().name("modules-documents").start(() -> follow(folder));
            return;
        }
        String text = ResourceText.of(SAMPLE);
        pipelines.add(reader.read(SAMPLE, text), text);
        if (config.feed()) {
            feed = SampleFeed.start(pipelines, ticker);
        }
    }

    private void follow(DocumentFolder folder) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(LOOK);
                look(folder);
            }
        } catch (InterruptedException _) {
            log.debug("edits of documents are no longer followed");
        }
    }

    private static void look(DocumentFolder folder) {
        try {
            folder.look();
        } catch (RuntimeException e) {
            log.error("cannot follow edits of documents", e);
        }
    }

    @Override
    public synchronized void close() {
        if (feed != null) {
            feed.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
