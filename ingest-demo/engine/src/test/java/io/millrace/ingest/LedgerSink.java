package io.millrace.ingest;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Batches in a file, one line each: stream, first and last number, and the rows' numbers. Of each stream it remembers
 * the last number only, as files and databases do, and does not forgive batches that are cut in another way.
 */
final class LedgerSink implements IdempotentSink<JsonRow> {

    /** How it fails; read anew at each write. */
    record Faults(boolean refusesBad, boolean refusesBadReplays, int percentFailures, long seed) {
        static final Faults NONE = new Faults(false, false, 0, 0);
    }

    /** The file within the base, and how it fails. */
    record Settings(String file, Faults faults) {}

    record Type() implements SinkType<Settings> {
        @Override
        public String name() {
            return "ledger";
        }

        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public LedgerSink create(Settings settings, SinkContext context) {
            return new LedgerSink(context.base().resolve(settings.file()), settings.faults());
        }
    }

    private final Path path;
    private final Faults faults;
    private final Random random;
    private final Map<String, Long> last = new HashMap<>();
    private @Nullable RandomAccessFile file;

    LedgerSink(Path path, Faults faults) {
        this.path = path;
        this.faults = faults;
        this.random = new Random(faults.seed());
    }

    @Override
    public void open() {
        fail("open");
        try {
            close();
            last.clear();
            file = new RandomAccessFile(path.toFile(), "rw");
            String text = Files.readString(path);
            int end = text.lastIndexOf('\n') + 1;
            file.setLength(end);
            file.seek(end);
            text.substring(0, end).lines().forEach(line -> {
                String[] words = line.split(" ", -1);
                last.put(words[0], Long.valueOf(words[2]));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(String where) {
        if (random.nextInt(100) < faults.percentFailures()) {
            throw random.nextInt(50) == 0
                    ? TransientException.overloaded("too many parts at " + where, null)
                    : new TransientException("no connection at " + where);
        }
    }

    @Override
    public void write(List<Record<JsonRow>> batch) {
        throw new FatalException("only batches with names are written here");
    }

    @Override
    public void write(BatchId id, List<Record<JsonRow>> batch) {
        RandomAccessFile out = file;
        if (out == null) {
            throw new FatalException("not open");
        }
        if (id.size() != batch.size()) {
            throw new FatalException(id + " has " + batch.size() + " rows");
        }
        fail("write");
        long known = last.getOrDefault(id.stream(), -1L);
        if (id.last() <= known) {
            return;
        }
        if (id.first() <= known) {
            throw new FatalException(id + " is cut in another way than what was stored up to " + known);
        }
        boolean refuses = id.stream().contains("/letters-") ? faults.refusesBadReplays() : faults.refusesBad();
        if (refuses
                && batch.stream()
                        .anyMatch(row -> Boolean.TRUE.equals(row.value().field("bad")))) {
            throw new PoisonException("a bad row");
        }
        String numbers = batch.stream()
                .map(row -> String.valueOf(row.value().field("n")))
                .collect(Collectors.joining(","));
        try {
            out.write((id.stream() + " " + id.first() + " " + id.last() + " " + numbers + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        last.put(id.stream(), id.last());
        fail("answer");
    }

    @Override
    public void close() {
        RandomAccessFile out = file;
        file = null;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The numbers of all rows in a file, in its order. */
    static List<Long> numbers(Path path) {
        try {
            return Files.exists(path)
                    ? Files.readString(path)
                            .lines()
                            .flatMap(line -> List.of(
                                    line.substring(line.lastIndexOf(' ') + 1).split(",", -1))
                                    .stream())
                            .map(Long::valueOf)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
