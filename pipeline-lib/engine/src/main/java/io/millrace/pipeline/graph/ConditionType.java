package io.millrace.pipeline.graph;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A kind of condition that documents name, for what the built-in expressions cannot say. Found by
 * {@link java.util.ServiceLoader}.
 */
public interface ConditionType {

    /** The name in documents: lower-case words with dashes. */
    String name();

    /** The version; several may be there under one name. */
    default String version() {
        return "1";
    }

    /** One sentence for lists and pages. */
    String description();

    /** What it takes. */
    default Shape input() {
        return Shape.ANY;
    }

    /**
     * Reads its settings; the result makes the predicate of one instance, which many threads ask at a time and which is
     * closed with the module when it is {@link AutoCloseable}.
     */
    Supplier<? extends Predicate<Object>> read(Settings settings);
}
