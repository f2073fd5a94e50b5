package io.millrace.pipeline.graph;

import io.millrace.pipeline.ExecutionModule;
import java.util.function.Supplier;

/**
 * A kind of module that documents name. Found by {@link java.util.ServiceLoader}. Data of documents' pipelines are
 * plain values: maps of text keys, lists, texts, numbers ({@code Long}, {@code Double}, {@code BigInteger}), truth
 * values, bytes and null, nested at will, immutable.
 */
public interface ModuleType {

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

    /** What it gives. */
    default Shape output() {
        return Shape.ANY;
    }

    /** Reads its settings; the result makes the module object of one instance. */
    Supplier<? extends ExecutionModule<Object>> read(Settings settings);
}
