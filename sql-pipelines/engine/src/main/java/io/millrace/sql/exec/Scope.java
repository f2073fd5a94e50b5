package io.millrace.sql.exec;

import io.millrace.sql.SqlException;
import io.millrace.sql.exec.relation.BatchRelation;
import io.millrace.sql.exec.relation.RandomStream;
import io.millrace.sql.exec.relation.ReadableRelation;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.plan.Catalog;
import io.millrace.sql.plan.Command.Kind;
import io.millrace.sql.plan.Relation;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The names of one session, and what they stand for. */
final class Scope implements Catalog, AutoCloseable {

    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    /** What a name stands for. */
    sealed interface Entry {

        /** Ends it. */
        void close();

        /** How the kind of thing is called in messages. */
        String kind();

        record Stored(StreamStore store) implements Entry {
            @Override
            public void close() {
                store.close();
            }

            @Override
            public String kind() {
                return "stream";
            }
        }

        record Random(RandomStream stream) implements Entry {
            @Override
            public void close() {
                // nothing runs: every reader has a generator of its own
            }

            @Override
            public String kind() {
                return "random stream";
            }
        }

        record Prepared(BatchRelation relation) implements Entry {
            @Override
            public void close() {
                // nothing runs
            }

            @Override
            public String kind() {
                return "stream";
            }
        }

        record View(String sql) implements Entry {
            @Override
            public void close() {
                // only a text
            }

            @Override
            public String kind() {
                return "view";
            }
        }

        record Materialized(MaterializedView view) implements Entry {
            @Override
            public void close() {
                view.close();
            }

            @Override
            public String kind() {
                return "materialized view";
            }
        }
    }

    /**
     * Adds a name.
     *
     * @return false when it is there already and that is fine
     * @throws SqlException when it is there already
     */
    boolean add(String name, boolean ifNotExists, Entry entry) {
        if (entries.putIfAbsent(name, entry) == null) {
            return true;
        }
        if (!ifNotExists) {
            throw SqlException.of(SqlException.Code.STREAM_EXISTS, "'" + name + "' exists already");
        }
        return false;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    @Nullable
    Entry entry(String name) {
        return entries.get(name);
    }

    /** Sets a view's text, over an older view of that name. */
    void replaceView(String name, String sql) {
        Entry old = entries.get(name);
        if (old != null && !(old instanceof Entry.View)) {
            throw SqlException.of(SqlException.Code.STREAM_EXISTS, "'" + name + "' is a " + old.kind());
        }
        entries.put(name, new Entry.View(sql));
    }

    /**
     * Removes a name and ends what it stood for.
     *
     * @throws SqlException when there is none, or it is of the other kind
     */
    void drop(Kind kind, String name, boolean ifExists) {
        Entry entry = entries.get(name);
        if (entry == null) {
            if (ifExists) {
                return;
            }
            throw SqlException.of(SqlException.Code.UNKNOWN_STREAM, "unknown stream '" + name + "'");
        }
        boolean isView = entry instanceof Entry.View || entry instanceof Entry.Materialized;
        if (isView != (kind == Kind.VIEW)) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS,
                    "'" + name + "' is a " + entry.kind() + ": use DROP " + (isView ? "VIEW" : "STREAM"));
        }
        entries.remove(name);
        entry.close();
    }

    /** The stored stream of that name. */
    StreamStore store(String name) {
        return switch (entries.get(name)) {
            case Entry.Stored stored -> stored.store();
            case Entry.Materialized materialized -> materialized.view().target();
            case null -> throw SqlException.of(SqlException.Code.UNKNOWN_STREAM, "unknown stream '" + name + "'");
            case Entry other ->
                throw SqlException.of(
                        SqlException.Code.BAD_ARGUMENTS, "cannot write to '" + name + "', a " + other.kind());
        };
    }

    @Override
    public @Nullable Relation relation(String name) {
        return readable(name);
    }

    private @Nullable ReadableRelation readable(String name) {
        return switch (entries.get(name)) {
            case Entry.Stored stored -> stored.store();
            case Entry.Random random -> random.stream();
            case Entry.Prepared prepared -> prepared.relation();
            case Entry.Materialized materialized -> materialized.view();
            case Entry.View _ -> null;
            case null -> null;
        };
    }

    @Override
    public @Nullable String view(String name) {
        return entries.get(name) instanceof Entry.View view ? view.sql() : null;
    }

    @Override
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Drops everything; views first, so that none reads from a stream that is gone. */
    @Override
    public void close() {
        entries.values().stream().filter(Entry.Materialized.class::isInstance).forEach(Entry::close);
        entries.values().forEach(Entry::close);
        entries.clear();
    }
}
