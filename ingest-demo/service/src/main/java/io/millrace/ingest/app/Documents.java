package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.PipelineChange;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.IngestDocuments;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.live.LiveDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The document in force, whose edits are followed. A document that is wrong changes nothing and is told.
 *
 * <p><b>Threading:</b> thread-safe; documents are applied one after the other.
 */
final class Documents implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Documents.class);
    private static final String SENT = "document";

    private final DocumentFile file;
    private final Map<String, String> environment;
    private final Ingest ingest;
    private final Duration period;
    private final Ticker ticker;

    private volatile DocumentText current = DocumentText.of("");
    private volatile @Nullable String problem;
    private volatile List<String> failures = List.of();
    private DocumentFile.@Nullable Stamp applied;
    private DocumentFile.@Nullable Stamp seen;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * Nothing is read yet.
     *
     * @param environment values for variables of the file
     * @param period how often edits are looked for
     */
    Documents(DocumentFile file, Map<String, String> environment, Ingest ingest, Duration period, Ticker ticker) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.ingest = ingest;
        this.period = period;
        this.ticker = ticker;
    }

    /**
     * Starts the pipelines of the file.
     *
     * @throws io.millrace.ingest.config.IngestDocumentException when it is wrong, with all its problems
     * @throws io.millrace.core.failure.FatalException when it cannot be read
     */
    synchronized void start() {
        DocumentFile.Stamp stamp = file.stamp();
        DocumentText text = file.read();
        apply(text, read(text.text(), environment));
        applied = stamp;
        seen = stamp;
        thread = Thread.ofVirtual().name("ingest-document").start(this::follow);
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(period);
                look();
            }
        } catch (InterruptedException _) {
            log.debug("edits of the document are no longer followed");
        }
    }

    /** Follows an edit; the file counts as edited when it has rested from one look to the next. */
    synchronized void look() {
        if (closed) {
            return;
        }
        try {
            DocumentFile.Stamp now = file.stamp();
            boolean rested = now.equals(seen);
            seen = now;
            if (rested && !now.equals(applied)) {
                applied = now;
                edited(file.read());
            }
        } catch (StreamException e) {
            wrong(e.reason());
        } catch (RuntimeException e) {
            log.error("cannot follow edits of the document", e);
        }
    }

    private void edited(DocumentText text) {
        if (!text.equals(current) || problem != null) {
            apply(text, read(text.text(), environment));
        }
    }

    private void wrong(String reason) {
        // told once, not with each look
        if (!Objects.equals(reason, problem)) {
            log.error("the document is wrong, pipelines stay as they are, file={}\n{}", file.path(), reason);
        }
        problem = reason;
    }

    private IngestDocument read(String text, Map<String, String> variables) {
        return IngestDocuments.read(file.path().toString(), text, file.base(), variables);
    }

    private List<PipelineChange> apply(DocumentText text, IngestDocument document) {
        List<PipelineChange> changes = ingest.apply(document);
        current = text;
        problem = null;
        failures = changes.stream()
                .filter(PipelineChange.Failed.class::isInstance)
                .map(PipelineChange.Failed.class::cast)
                .map(failed -> failed.pipeline() + ": " + failed.cause())
                .toList();
        for (PipelineChange change : changes) {
            if (change instanceof PipelineChange.Failed failed) {
                log.error("pipeline could not be started, pipeline={} cause={}", failed.pipeline(), failed.cause());
            } else {
                log.info("pipeline {}, pipeline={}", change.text(), change.pipeline());
            }
        }
        return changes;
    }

    /** The folder that paths of the document begin at. */
    Path base() {
        return file.base();
    }

    /** The document in force. */
    DocumentText current() {
        return current;
    }

    /** The document in force, for pages. */
    LiveDocument view() {
        return new LiveDocument(file.path().toString(), current.version(), problem, failures);
    }

    /**
     * Checks a document that was sent.
     *
     * @return names of its pipelines
     * @throws io.millrace.ingest.config.IngestDocumentException when it is wrong, with all its problems
     */
    synchronized List<String> check(String text) {
        return sent(text).pipelines().stream().map(PipelineSpec::name).toList();
    }

    /**
     * Puts a document that was sent in place of the one in force, in the file too.
     *
     * @param expected the version that its author has seen; null for any
     * @throws io.millrace.ingest.config.IngestDocumentException when it is wrong, with all its problems
     * @throws VersionMismatchException when another one is in force
     * @throws InvalidRequestException when the file cannot be written, or the service stops
     */
    synchronized List<PipelineChange> replace(String text, @Nullable String expected) {
        if (closed) {
            throw new InvalidRequestException(InvalidRequestException.Reason.CONFLICT, "the service stops");
        }
        if (expected != null && !expected.equals(current.version())) {
            throw new VersionMismatchException(
                    "the document has changed meanwhile, its version is now \"" + current.version() + "\"");
        }
        IngestDocument document = sent(text);
        file.write(text);
        applied = file.stamp();
        seen = applied;
        return apply(DocumentText.of(text), document);
    }

    private IngestDocument sent(String text) {
        return IngestDocuments.read(SENT, text, file.base(), current.used(environment));
    }

    /** No more documents are applied. */
    @Override
    public void close() {
        Thread following;
        synchronized (this) {
            closed = true;
            following = thread;
        }
        if (following != null) {
            following.interrupt();
        }
    }
}
