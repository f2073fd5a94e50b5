package io.millrace.ingest.command;

import io.millrace.command.ExitCode;
import io.millrace.command.Lifetime;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.PipelineChange;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.status.SinkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the pipelines of a document.
 *
 * @param settings where rows wait, and how long at the end
 * @param keepTrying whether a source that cannot be reached at first is waited for
 * @param seconds after which it ends; 0 for never
 */
record ListenRun(IngestSettings settings, boolean keepTrying, double seconds) {

    private static final Logger log = LoggerFactory.getLogger(ListenRun.class);

    /**
     * Runs until all has ended, or until told to stop.
     *
     * @throws ListenFailure when a source cannot be reached at first, or a part has failed for good
     */
    void run(IngestDocument document, Lifetime lifetime, Ticker ticker) throws InterruptedException {
        long end = Deadline.end(seconds, ticker);
        log.info("{} pipelines, rows wait in {}", document.pipelines().size(), settings.folder());
        Ingest ingest = Ingest.open(settings, ticker);
        try (ingest) {
            for (PipelineChange change : ingest.apply(document)) {
                if (change instanceof PipelineChange.Failed failed) {
                    throw new ListenFailure(
                            ExitCode.FAILED, failed.pipeline() + " could not be started: " + failed.cause());
                }
            }
            Listening listening = new Listening(ingest, keepTrying);
            lifetime.await(() -> listening.over() || Deadline.passed(end, ticker));
            log.info("stopping: what has come is stored first");
        }
        ingest.pipelines().forEach(ListenRun::sumUp);
    }

    private static void sumUp(IngestPipeline pipeline) {
        PipelineStatus status = pipeline.status();
        for (SinkStatus sink : status.sinks()) {
            log.info(
                    "{}: sink {} has stored {} rows, {} wait, {} letters",
                    status.name(),
                    sink.name(),
                    sink.rows(),
                    sink.lagRows(),
                    sink.letters());
        }
    }
}
