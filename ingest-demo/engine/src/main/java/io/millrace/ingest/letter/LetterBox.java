package io.millrace.ingest.letter;

import io.millrace.core.BatchId;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.letter.LetterState.Assignment;
import io.millrace.ingest.letter.LetterState.Entry;
import io.millrace.ingest.letter.LetterState.Kind;
import io.millrace.ingest.log.RowFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Letters in a file, of which what is gone is left out from time to time. */
public final class LetterBox implements Letters, AutoCloseable {

    /** The origin of letters that the source refused. */
    public static final String SOURCE = "source";

    private static final int MAX_LETTERS = 10_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final long MIN_GARBAGE = 1 << 20;
    private static final int MAX_REASON = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final String pipeline;
    private final int maxLetters;
    private final Ticker ticker;
    private final LetterState state = new LetterState();
    private final Frames frames;
    private Set<String> sinks = Set.of();
    private long dropped;

    private LetterBox(String pipeline, Path file, int maxLetters, Ticker ticker) throws IOException {
        this.pipeline = pipeline;
        this.maxLetters = maxLetters;
        this.ticker = ticker;
        this.frames = Frames.open(file, state::apply);
        if (state.box.isEmpty()) {
            write(LetterState.box(UUID.randomUUID(), 1));
            frames.sync();
        }
    }

    /**
     * Opens the letters of a pipeline.
     *
     * @throws FatalException when the file cannot be used
     */
    public static LetterBox open(String pipeline, Path file, Ticker ticker) {
        return open(pipeline, file, MAX_LETTERS, ticker);
    }

    static LetterBox open(String pipeline, Path file, int maxLetters, Ticker ticker) {
        try {
            return new LetterBox(pipeline, file, maxLetters, ticker);
        } catch (IOException e) {
            throw new FatalException("cannot open dead letters " + file + ": " + e.getMessage(), e);
        }
    }

    /** Tells which sinks there are; letters of others are kept, and not replayed. */
    public void sinks(Set<String> names) {
        locked(() -> sinks = Set.copyOf(names));
    }

    /** Keeps a message that the source refused; it is on the disk after {@link #sync}. */
    public void refused(byte[] message, String reason) {
        locked(() -> add("", "", -1, reason, message));
    }

    /** Forces what the source refused to the disk. */
    public void sync() {
        locked(() -> {
            frames.sync();
            return null;
        });
    }

    /**
     * Keeps a row that a sink refused, once; it is on the disk when this returns.
     *
     * @param stream the sink's stream
     * @param sequence the row's number in it
     */
    public void poisoned(String sink, String stream, long sequence, Record<JsonRow> row, String reason) {
        locked(() -> {
            if (!knows(stream, sequence)) {
                add(sink, stream, sequence, reason, RowFrame.toBytes(row));
                frames.sync();
            }
            return null;
        });
    }

    /** Whether a row became a letter; rows of a stream come in order. */
    public boolean knows(String stream, long sequence) {
        return locked(() -> state.seen.getOrDefault(stream, -1L) >= sequence);
    }

    private long add(String sink, String stream, long sequence, String reason, byte[] text) {
        makeRoom(text.length);
        String why = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
        Entry letter = new Entry(state.nextId, sink, why, ticker.now(), false, 0, 0, text.length);
        return write(LetterState.added(letter, stream, sequence, text));
    }

    private void makeRoom(int more) {
        List<Long> oldest = new ArrayList<>();
        long bytes = state.bytes + more;
        int count = state.letters.size();
        for (Entry letter : state.letters.values()) {
            if (count < maxLetters && bytes <= MAX_BYTES) {
                break;
            }
            if (!state.isUnderWay(letter.id())) {
                oldest.add(letter.id());
                bytes -= letter.bytes();
                count--;
            }
        }
        if (!oldest.isEmpty()) {
            write(LetterState.ids(Kind.GONE, oldest));
            dropped += oldest.size();
        }
        compact();
    }

    /** Adds an entry, and does what it says. */
    private long write(Frames.Fields entry) {
        long position = frames.add(entry);
        try {
            state.apply(frames.read(position), position);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen with what was just written", e);
        }
        return position;
    }

    private void compact() {
        if (frames.size() < MIN_GARBAGE || frames.size() < 2 * state.bytes + state.letters.size() * 100L) {
            return;
        }
        LetterState before = new LetterState();
        before.seen.putAll(state.seen);
        before.assigned.putAll(state.assigned);
        before.nextSequence.putAll(state.nextSequence);
        List<Entry> letters = List.copyOf(state.letters.values());
        List<Entry> moved = new ArrayList<>();
        frames.rewrite(target -> {
            target.add(LetterState.box(named(), state.nextId));
            before.seen.forEach((stream, sequence) -> target.add(LetterState.seen(stream, sequence)));
            for (Entry letter : letters) {
                long position = target.add(LetterState.added(letter, "", -1, text(letter)));
                moved.add(new Entry(
                        letter.id(),
                        letter.sink(),
                        letter.reason(),
                        letter.time(),
                        letter.wanted(),
                        letter.attempts(),
                        position,
                        letter.bytes()));
            }
            before.nextSequence.forEach(
                    (sink, next) -> target.add(LetterState.assigned(sink, new Assignment(next, List.of()))));
            before.assigned.forEach((sink, assignment) -> target.add(LetterState.assigned(sink, assignment)));
        });
        moved.forEach(letter -> state.letters.put(letter.id(), letter));
    }

    /** The name of this box, of which only the first eight digits count. */
    private UUID named() {
        return new UUID(Long.parseLong(state.box, 16) << 32, 0);
    }

    private byte[] text(Entry letter) {
        try {
            return LetterState.text(frames.read(letter.position()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
    }

    /** Letters to be written to a sink now; those that were under way before a kill first, as they were. */
    public Optional<Replay> next(String sink, int max) {
        return locked(() -> {
            Assignment pending = state.assigned.get(sink);
            if (pending != null) {
                return Optional.of(replay(sink, pending));
            }
            List<Long> wanted = state.letters.values().stream()
                    .filter(letter -> letter.wanted() && letter.sink().equals(sink))
                    .limit(max)
                    .map(Entry::id)
                    .toList();
            return wanted.isEmpty() ? Optional.empty() : Optional.of(assign(sink, wanted));
        });
    }

    private Replay assign(String sink, List<Long> ids) {
        Assignment assignment = new Assignment(state.nextSequence.getOrDefault(sink, 0L), ids);
        write(LetterState.assigned(sink, assignment));
        frames.sync();
        return replay(sink, assignment);
    }

    private Replay replay(String sink, Assignment assignment) {
        List<Record<JsonRow>> rows = new ArrayList<>();
        for (long id : assignment.ids()) {
            Entry letter = state.letters.get(id);
            Record<JsonRow> row = letter == null ? null : RowFrame.fromBytes(text(letter));
            if (row == null) {
                throw new FatalException("dead letter " + id + " of pipeline " + pipeline + " is damaged");
            }
            rows.add(row);
        }
        long last = assignment.first() + rows.size() - 1;
        return new Replay(
                sink, new BatchId(pipeline + "/" + sink + "/letters-" + state.box, assignment.first(), last), rows);
    }

    /** They are stored, and are letters no longer. */
    public void stored(Replay replay) {
        locked(() -> {
            Assignment assignment = state.assigned.get(replay.sink());
            if (assignment != null) {
                write(LetterState.ids(Kind.GONE, assignment.ids()));
                frames.sync();
                compact();
            }
            return null;
        });
    }

    /** They were refused: one goes back to the letters, more are tried by halves. */
    public void refused(Replay replay, String reason) {
        locked(() -> {
            Assignment assignment = state.assigned.get(replay.sink());
            if (assignment == null) {
                return null;
            }
            int count = assignment.ids().size();
            if (count == 1) {
                String why = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
                write(LetterState.returned(assignment.ids().getFirst(), why));
                frames.sync();
            } else {
                assign(replay.sink(), assignment.ids().subList(0, count / 2));
            }
            return null;
        });
    }

    @Override
    public List<Letter> list(LetterQuery query) {
        String origin = query.origin();
        return locked(() -> state.letters.headMap(query.before(), false).descendingMap().values().stream()
                .filter(letter -> origin == null || origin(letter).equals(origin))
                .limit(query.limit())
                .map(this::shown)
                .toList());
    }

    @Override
    public Optional<Letter> find(long id) {
        return locked(() -> Optional.ofNullable(state.letters.get(id)).map(this::shown));
    }

    private Letter shown(Entry letter) {
        byte[] bytes = text(letter);
        String sink = letter.sink().isEmpty() ? null : letter.sink();
        Record<JsonRow> row = sink == null ? null : RowFrame.fromBytes(bytes);
        String text = row == null
                ? new String(bytes, StandardCharsets.UTF_8)
                : row.value().toString();
        return new Letter(letter.id(), sink, letter.reason(), letter.time(), letter.wanted(), letter.attempts(), text);
    }

    private static String origin(Entry letter) {
        return letter.sink().isEmpty() ? SOURCE : letter.sink();
    }

    @Override
    public long count() {
        return locked(() -> (long) state.letters.size());
    }

    @Override
    public Map<String, Long> counts() {
        return locked(() -> {
            Map<String, Long> counts = new TreeMap<>();
            state.letters.values().forEach(letter -> counts.merge(origin(letter), 1L, Long::sum));
            return counts;
        });
    }

    @Override
    public long dropped() {
        return locked(() -> dropped);
    }

    @Override
    public int replay(Collection<Long> ids) {
        Set<Long> wanted = new HashSet<>(ids);
        return mark(Kind.WANTED, letter -> wanted.contains(letter.id()) && isReplayable(letter));
    }

    @Override
    public int replayAll(@Nullable String sink) {
        return mark(
                Kind.WANTED,
                letter -> isReplayable(letter) && (sink == null || letter.sink().equals(sink)));
    }

    private boolean isReplayable(Entry letter) {
        return !letter.wanted() && sinks.contains(letter.sink());
    }

    @Override
    public int discard(Collection<Long> ids) {
        Set<Long> unwanted = new HashSet<>(ids);
        return mark(Kind.GONE, letter -> unwanted.contains(letter.id()) && !state.isUnderWay(letter.id()));
    }

    @Override
    public int discardAll(@Nullable String origin) {
        return mark(
                Kind.GONE,
                letter -> !state.isUnderWay(letter.id())
                        && (origin == null || origin(letter).equals(origin)));
    }

    private int mark(Kind kind, Predicate<Entry> which) {
        return locked(() -> {
            List<Long> ids =
                    state.letters.values().stream().filter(which).map(Entry::id).toList();
            if (!ids.isEmpty()) {
                write(LetterState.ids(kind, ids));
                frames.sync();
                compact();
            }
            return ids.size();
        });
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> {
            frames.close();
            return null;
        });
    }
}
