package io.millrace.ingest.letter;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What the entries of the file say, put together; each entry is applied the same when it is written and when read. */
final class LetterState {

    /** Kinds of entries, with their byte in the file. */
    enum Kind {
        BOX('b'),
        ADDED('a'),
        GONE('g'),
        WANTED('w'),
        ASSIGNED('u'),
        RETURNED('r'),
        SEEN('s');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        static Kind of(int code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("an entry of kind " + code + " is from a newer version");
        }
    }

    /**
     * A letter without its text.
     *
     * @param position of its entry
     * @param bytes of its text
     */
    record Entry(
            long id, String sink, String reason, Instant time, boolean wanted, int attempts, long position, int bytes) {

        Entry wanted(boolean now) {
            return new Entry(id, sink, reason, time, now, attempts, position, bytes);
        }

        Entry refused(String why) {
            return new Entry(id, sink, why, time, false, attempts + 1, position, bytes);
        }
    }

    /** Letters under way to their sink. */
    record Assignment(long first, List<Long> ids) {}

    final TreeMap<Long, Entry> letters = new TreeMap<>();
    final Map<String, Assignment> assigned = new HashMap<>();
    final Map<String, Long> nextSequence = new HashMap<>();
    /** By stream, the highest number of a row that became a letter. */
    final Map<String, Long> seen = new HashMap<>();

    String box = "";
    long nextId = 1;
    long bytes;

    void apply(DataInputStream in, long position) throws IOException {
        Kind kind = Kind.of(in.readByte());
        switch (kind) {
            case BOX -> {
                box = new UUID(in.readLong(), in.readLong()).toString().substring(0, 8);
                nextId = in.readLong();
            }
            case ADDED -> added(in, position);
            case GONE -> gone(ids(in));
            case WANTED -> ids(in).forEach(id -> letters.computeIfPresent(id, (_, letter) -> letter.wanted(true)));
            case ASSIGNED -> {
                String sink = in.readUTF();
                Assignment assignment = new Assignment(in.readLong(), ids(in));
                nextSequence.put(sink, assignment.first() + assignment.ids().size());
                if (assignment.ids().isEmpty()) {
                    assigned.remove(sink);
                } else {
                    assigned.put(sink, assignment);
                }
            }
            case RETURNED -> {
                long id = in.readLong();
                String reason = in.readUTF();
                letters.computeIfPresent(id, (_, letter) -> letter.refused(reason));
                assigned.values().removeIf(assignment -> assignment.ids().contains(id));
            }
            case SEEN -> seen.merge(in.readUTF(), in.readLong(), Math::max);
        }
    }

    private void added(DataInputStream in, long position) throws IOException {
        long id = in.readLong();
        String sink = in.readUTF();
        String stream = in.readUTF();
        long sequence = in.readLong();
        Entry entry = new Entry(
                id,
                sink,
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong()),
                in.readBoolean(),
                in.readInt(),
                position,
                in.readInt());
        if (!stream.isEmpty()) {
            seen.merge(stream, sequence, Math::max);
        }
        letters.put(id, entry);
        bytes += entry.bytes();
        nextId = Math.max(nextId, id + 1);
    }

    private void gone(List<Long> ids) {
        for (long id : ids) {
            Entry letter = letters.remove(id);
            bytes -= letter == null ? 0 : letter.bytes();
        }
        assigned.values().removeIf(assignment -> ids.containsAll(assignment.ids()));
    }

    boolean isUnderWay(long id) {
        return assigned.values().stream()
                .anyMatch(assignment -> assignment.ids().contains(id));
    }

    static byte[] text(DataInputStream in) throws IOException {
        in.readByte();
        in.readLong();
        in.readUTF();
        in.readUTF();
        in.readLong();
        in.readUTF();
        in.readLong();
        in.readBoolean();
        in.readInt();
        return in.readNBytes(in.readInt());
    }

    private static List<Long> ids(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Long> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(in.readLong());
        }
        return List.copyOf(ids);
    }

    static Frames.Fields box(UUID box, long nextId) {
        return out -> {
            kind(out, Kind.BOX);
            out.writeLong(box.getMostSignificantBits());
            out.writeLong(box.getLeastSignificantBits());
            out.writeLong(nextId);
        };
    }

    static Frames.Fields added(Entry letter, String stream, long sequence, byte[] text) {
        return out -> {
            kind(out, Kind.ADDED);
            out.writeLong(letter.id());
            out.writeUTF(letter.sink());
            out.writeUTF(stream);
            out.writeLong(sequence);
            out.writeUTF(letter.reason());
            out.writeLong(letter.time().toEpochMilli());
            out.writeBoolean(letter.wanted());
            out.writeInt(letter.attempts());
            out.writeInt(text.length);
            out.write(text);
        };
    }

    static Frames.Fields ids(Kind kind, List<Long> ids) {
        return out -> {
            kind(out, kind);
            ids(out, ids);
        };
    }

    static Frames.Fields assigned(String sink, Assignment assignment) {
        return out -> {
            kind(out, Kind.ASSIGNED);
            out.writeUTF(sink);
            out.writeLong(assignment.first());
            ids(out, assignment.ids());
        };
    }

    static Frames.Fields returned(long id, String reason) {
        return out -> {
            kind(out, Kind.RETURNED);
            out.writeLong(id);
            out.writeUTF(reason);
        };
    }

    static Frames.Fields seen(String stream, long sequence) {
        return out -> {
            kind(out, Kind.SEEN);
            out.writeUTF(stream);
            out.writeLong(sequence);
        };
    }

    private static void kind(DataOutputStream out, Kind kind) throws IOException {
        out.writeByte(kind.code);
    }

    private static void ids(DataOutputStream out, List<Long> ids) throws IOException {
        out.writeInt(ids.size());
        for (long id : ids) {
            out.writeLong(id);
        }
    }
}
