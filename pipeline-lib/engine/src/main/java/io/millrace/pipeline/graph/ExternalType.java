package io.millrace.pipeline.graph;

import io.millrace.pipeline.ExternalCall;
import java.util.function.Supplier;

/** A way to modules elsewhere that documents name. Found by {@link java.util.ServiceLoader}. */
public interface ExternalType {

    /** The name in documents, for example {@code grpc}. */
    String name();

    /** Reads its settings; the result makes the way of one instance. */
    Supplier<? extends ExternalCall<Object>> read(Settings settings);
}
