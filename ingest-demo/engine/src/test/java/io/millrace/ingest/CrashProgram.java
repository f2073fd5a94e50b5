package io.millrace.ingest;

import io.millrace.core.time.Ticker;
import io.millrace.ingest.builtin.FileSinkType;
import io.millrace.ingest.letter.LetterQuery;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.status.SinkStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pipeline in a process of its own, which is killed; with the word {@code finish} it stores what is left and ends.
 */
final class CrashProgram {

    private CrashProgram() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        boolean finish = args[2].equals("finish");
        AtomicLong limit = new AtomicLong();
        IngestSettings settings =
                new IngestSettings(folder.resolve("state"), Duration.ofSeconds(30), Duration.ofMillis(20));
        try (Ingest ingest = Ingest.open(settings, Ticker.SYSTEM)) {
            ingest.apply(Pipelines.document(
                    folder,
                    Pipelines.counting(limit::get),
                    Pipelines.ledger("healing", new LedgerSink.Faults(true, false, 5, seed)),
                    Pipelines.ledger("strict", new LedgerSink.Faults(true, true, 10, seed + 1)),
                    Pipelines.sink(
                            "file",
                            new FileSinkType(),
                            new FileSinkType.Keys("file.ndjson", null, null, null),
                            50,
                            null),
                    Pipelines.ledger("even", new LedgerSink.Faults(false, false, 3, seed + 2), 20, Set.of("even"))));
            IngestPipeline pipeline = ingest.pipeline("numbers").orElseThrow();
            if (finish) {
                finish(pipeline);
            } else {
                run(pipeline, limit);
            }
        }
    }

    private static void run(IngestPipeline pipeline, AtomicLong limit) throws InterruptedException {
        long told = 0;
        for (long round = 0; ; round++) {
            PipelineStatus status = healthy(pipeline);
            long done = status.source().rowsLogged()
                    + status.sinks().stream().mapToLong(SinkStatus::rows).sum();
            if (done > told) {
                System.out.println("done " + done);
                told = done;
            }
            if (status.buffer().rows() < 2_000) {
                limit.set(status.source().rowsLogged() + 500 * (round + 1));
            }
            if (round % 5 == 0) {
                pipeline.letters().replayAll(round % 25 == 0 ? null : "healing");
            }
            Ticker.SYSTEM.sleep(Duration.ofMillis(5));
        }
    }

    private static PipelineStatus healthy(IngestPipeline pipeline) {
        PipelineStatus status = pipeline.status();
        if (status.state() instanceof PartState.Failed) {
            throw new IllegalStateException("failed: " + status);
        }
        return status;
    }

    private static void finish(IngestPipeline pipeline) throws InterruptedException {
        while (true) {
            PipelineStatus status = healthy(pipeline);
            boolean stored = status.sinks().stream().allMatch(sink -> sink.lagRows() == 0);
            if (stored) {
                pipeline.letters().replayAll("healing");
                if (pipeline.letters()
                        .list(new LetterQuery("healing", Long.MAX_VALUE, 1))
                        .isEmpty()) {
                    break;
                }
            }
            Ticker.SYSTEM.sleep(Duration.ofMillis(5));
        }
        long before = Long.MAX_VALUE;
        while (true) {
            var page = pipeline.letters().list(new LetterQuery("strict", before, 1000));
            if (page.isEmpty()) {
                return;
            }
            page.forEach(letter -> System.out.println("letter " + letter.text()));
            before = page.getLast().id();
        }
    }
}
