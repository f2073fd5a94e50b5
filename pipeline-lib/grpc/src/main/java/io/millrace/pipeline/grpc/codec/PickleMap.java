package io.millrace.pipeline.grpc.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map within a pickle, as pairs in order of arrival: keys are not compared before they are known to be texts. */
final class PickleMap {

    private final List<@Nullable Object> keysAndValues = new ArrayList<>();

    void putAll(List<@Nullable Object> pairs) {
        if (pairs.size() % 2 != 0) {
            throw PickleInput.garbage("a key without a value");
        }
        keysAndValues.addAll(pairs);
    }

    /** Keys and values in turn. */
    List<@Nullable Object> keysAndValues() {
        return keysAndValues;
    }
}
