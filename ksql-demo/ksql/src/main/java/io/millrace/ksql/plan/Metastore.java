package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Similarity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The streams, tables and types that there are, by name. Thread-safe; each change is seen at once. */
public final class Metastore {

    private final Map<String, DataSource> sources = new ConcurrentSkipListMap<>();
    private final Map<String, SqlType> types = new ConcurrentSkipListMap<>();

    /** An independent one that begins with the same content: to try statements without effect. */
    public Metastore copy() {
        Metastore copy = new Metastore();
        copy.sources.putAll(sources);
        copy.types.putAll(types);
        return copy;
    }

    /** All streams and tables, by name. */
    public Collection<DataSource> sources() {
        return List.copyOf(sources.values());
    }

    public @Nullable DataSource find(String name) {
        return sources.get(name);
    }

    /** The stream or table of that name; where there is none, the error tells the nearest. */
    public DataSource source(String name, Position position) {
        DataSource source = sources.get(name);
        if (source == null) {
            String nearest = Similarity.nearest(name, sources.keySet());
            throw KsqlException.unknown(
                    position, "there is no stream or table " + name + (nearest == null ? "" : ": perhaps " + nearest));
        }
        return source;
    }

    /** Adds it, or puts it in the place of the one of its name. */
    public void put(DataSource source) {
        sources.put(source.name(), source);
    }

    public void remove(String name) {
        sources.remove(name);
    }

    /** The types made by CREATE TYPE. */
    public Map<String, SqlType> types() {
        return Map.copyOf(types);
    }

    public @Nullable SqlType type(String name) {
        return types.get(name);
    }

    public void putType(String name, SqlType type) {
        types.put(name, type);
    }

    public void removeType(String name) {
        types.remove(name);
    }
}
