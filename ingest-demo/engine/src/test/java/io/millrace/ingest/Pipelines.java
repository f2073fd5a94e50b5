package io.millrace.ingest;

import io.millrace.core.flow.Overflow;
import io.millrace.core.pipeline.Backoff;
import io.millrace.ingest.config.BufferSettings;
import io.millrace.ingest.config.DeliverySettings;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.config.SinkSpec;
import io.millrace.ingest.config.SourceSpec;
import io.millrace.ingest.type.SinkType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Pipelines of test parts. */
final class Pipelines {

    static final BufferSettings SMALL = new BufferSettings(Overflow.BLOCK, 1 << 20, 64 << 10, Duration.ofMillis(1));
    private static final SinkType<LedgerSink.Settings> LEDGER = new LedgerSink.Type();
    private static final CountingSource.Type COUNTING = new CountingSource.Type();
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), 0.5);

    private Pipelines() {}

    static SourceSpec<?> counting(LongSupplier limit) {
        return counting(limit, 20);
    }

    static SourceSpec<?> counting(LongSupplier limit, int perPoll) {
        return new SourceSpec<>(COUNTING, new CountingSource.Settings(limit, perPoll), Map.of());
    }

    /** A sink that writes {@code <name>.ledger}. */
    static SinkSpec<?> ledger(String name, LedgerSink.Faults faults) {
        return ledger(name, faults, 50, null);
    }

    static SinkSpec<?> ledger(String name, LedgerSink.Faults faults, int rows, @Nullable Set<String> types) {
        return sink(name, LEDGER, new LedgerSink.Settings(name + ".ledger", faults), rows, types);
    }

    static <S> SinkSpec<S> sink(String name, SinkType<S> type, S settings, int rows, @Nullable Set<String> types) {
        DeliverySettings delivery = new DeliverySettings(rows, 1 << 20, Duration.ofMillis(5), types, QUICK);
        return new SinkSpec<>(name, type, settings, delivery, Map.of());
    }

    static IngestDocument document(Path base, SourceSpec<?> source, SinkSpec<?>... sinks) {
        return document(base, SMALL, source, sinks);
    }

    static IngestDocument document(Path base, BufferSettings buffer, SourceSpec<?> source, SinkSpec<?>... sinks) {
        return new IngestDocument(List.of(new PipelineSpec("numbers", source, Arrays.asList(sinks), buffer)), base);
    }
}
