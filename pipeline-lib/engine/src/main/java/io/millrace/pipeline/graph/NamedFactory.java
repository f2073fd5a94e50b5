package io.millrace.pipeline.graph;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A factory that is equal to another one when both were read from the same words, so that two readings of a document
 * can be compared.
 *
 * @param kind {@code module}, {@code condition} or {@code external}
 * @param type the name of the type and its version
 * @param settings plain values
 * @param factory makes the object
 */
record NamedFactory<V>(String kind, String type, @Nullable Object settings, Supplier<? extends V> factory)
        implements Supplier<V> {

    @Override
    public V get() {
        return factory.get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NamedFactory<?> that
                && kind.equals(that.kind)
                && type.equals(that.type)
                && java.util.Objects.equals(settings, that.settings);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }
}
