package io.millrace.ingest;

import io.millrace.ingest.config.BufferSettings;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.delivery.SinkWorker;
import io.millrace.ingest.intake.Intake;
import io.millrace.ingest.intake.IntakeProgress;
import io.millrace.ingest.letter.LetterBox;
import io.millrace.ingest.log.DurableLog;
import io.millrace.ingest.log.LogSize;
import io.millrace.ingest.status.BufferStatus;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.status.SinkStatus;
import io.millrace.ingest.status.SourceStatus;
import io.millrace.ingest.type.AccountingSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a pipeline's status together. */
final class Statuses {

    private Statuses() {}

    static PipelineStatus of(
            PipelineSpec spec,
            Intake intake,
            @Nullable AccountingSource account,
            DurableLog rows,
            LetterBox letters,
            List<SinkWorker> workers) {
        Map<String, Long> counts = letters.counts();
        IntakeProgress progress = intake.progress();
        List<SinkStatus> sinks =
                workers.stream().map(worker -> worker.status(counts)).toList();
        SourceStatus source = new SourceStatus(
                spec.source().type(),
                progress.state(),
                account == null ? null : account.feed(),
                progress.read(),
                progress.logged(),
                progress.retries(),
                counts.getOrDefault(LetterBox.SOURCE, 0L));
        return new PipelineStatus(
                spec.name(), worst(progress.state(), sinks), source, buffer(spec.buffer(), rows.size(), sinks), sinks);
    }

    private static BufferStatus buffer(BufferSettings settings, LogSize size, List<SinkStatus> sinks) {
        return new BufferStatus(
                // the log itself also keeps rows for the memory of the source
                sinks.stream().mapToLong(SinkStatus::lagRows).max().orElse(0),
                size.memoryRows(),
                size.memoryBytes(),
                size.diskBytes(),
                settings.maxBytes(),
                settings.overflow(),
                size.full(),
                size.dropped(),
                size.damaged());
    }

    private static PartState worst(PartState source, List<SinkStatus> sinks) {
        List<PartState> all = Stream.concat(Stream.of(source), sinks.stream().map(SinkStatus::state))
                .toList();
        return all.stream()
                .filter(PartState.Failed.class::isInstance)
                .findFirst()
                .or(() -> all.stream()
                        .filter(PartState.BackingOff.class::isInstance)
                        .findFirst())
                .orElse(source);
    }
}
