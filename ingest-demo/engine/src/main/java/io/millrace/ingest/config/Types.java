package io.millrace.ingest.config;

import io.millrace.ingest.type.SinkType;
import io.millrace.ingest.type.SourceType;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of sources and sinks that are installed, by name. */
final class Types {

    static final Map<String, SourceType<?>> SOURCES = sources();
    static final Map<String, SinkType<?>> SINKS = sinks();

    private Types() {}

    private static Map<String, SourceType<?>> sources() {
        Map<String, SourceType<?>> types = new TreeMap<>();
        for (SourceType<?> type : ServiceLoader.load(SourceType.class, Types.class.getClassLoader())) {
            once(type.name(), types.put(type.name(), type));
        }
        return types;
    }

    private static Map<String, SinkType<?>> sinks() {
        Map<String, SinkType<?>> types = new TreeMap<>();
        for (SinkType<?> type : ServiceLoader.load(SinkType.class, Types.class.getClassLoader())) {
            once(type.name(), types.put(type.name(), type));
        }
        return types;
    }

    private static void once(String name, @Nullable Object other) {
        if (other != null) {
            throw new IllegalStateException("type '" + name + "' is installed twice, once by "
                    + other.getClass().getName());
        }
    }
}
