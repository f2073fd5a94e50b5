package io.millrace.ingest.builtin;

import io.millrace.connector.file.FileRowSource;
import io.millrace.connector.file.FileRowSourceSettings;
import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.RememberingSource;
import io.millrace.ingest.type.SourceContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file whose rows are counted, so that after a kill it goes on exactly behind the rows that were kept, wherever the
 * kill was. To find that place again it reads the file from its start.
 */
final class CountedFileSource implements RememberingSource {

    private final FileRowSourceSettings settings;
    private final SourceContext context;
    private final FileRowSource rows;
    private long kept;
    private boolean placed;
    private volatile boolean closed;

    CountedFileSource(Path file, double speed, String timeField, int maxLineBytes, SourceContext context) {
        this.context = context;
        Path offset = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("millrace-" + ProcessHandle.current().pid() + "-" + System.identityHashCode(this) + ".offset");
        this.settings = new FileRowSourceSettings(file, offset, speed, timeField, maxLineBytes, 1_000);
        this.rows = new FileRowSource(settings, context.refusals()::refuse, context.ticker());
    }

    @Override
    public void restore(byte @Nullable [] state, Iterator<Record<JsonRow>> since) {
        kept = state == null ? 0 : ByteBuffer.wrap(state).getLong();
        while (since.hasNext()) {
            since.next();
            kept++;
        }
    }

    @Override
    public byte[] state() {
        return ByteBuffer.allocate(Long.BYTES).putLong(kept).array();
    }

    @Override
    public void open() {
        if (!placed) {
            forget();
            if (kept > 0) {
                skip();
            }
            placed = true;
        }
        rows.open();
    }

    /** Has the place behind the rows that were kept written into the side file. */
    private void skip() {
        FileRowSourceSettings oneByOne = new FileRowSourceSettings(
                settings.path(), settings.offsetPath(), 0, settings.timeField(), settings.maxLineBytes(), 1);
        BiConsumer<byte[], String> toldBefore = (_, _) -> {};
        try (FileRowSource all = new FileRowSource(oneByOne, toldBefore, context.ticker())) {
            all.open();
            Ack last = Ack.NONE;
            for (long row = 0; row < kept && !closed; row++) {
                if (!(all.poll(Duration.ZERO) instanceof Poll.Batch<JsonRow> batch)) {
                    throw new FatalException("file " + settings.path() + " has fewer rows than the " + kept
                            + " that were read; give the pipeline another name to begin anew");
                }
                last = batch.ack();
            }
            last.commit();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Poll<JsonRow> poll(Duration timeout) throws InterruptedException {
        Poll<JsonRow> poll = rows.poll(timeout);
        return poll instanceof Poll.Batch<JsonRow> batch ? counted(batch) : poll;
    }

    private Poll<JsonRow> counted(Poll.Batch<JsonRow> batch) {
        return new Poll.Batch<>(batch.records(), () -> {
            kept += batch.records().size();
            batch.ack().commit();
        });
    }

    @Override
    public void close() {
        closed = true;
        rows.close();
        forget();
    }

    private void forget() {
        try {
            Files.deleteIfExists(settings.offsetPath());
        } catch (IOException e) {
            throw new FatalException("cannot delete " + settings.offsetPath() + ": " + e.getMessage(), e);
        }
    }
}
