package io.millrace.pipeline.builtin;

import io.millrace.pipeline.graph.Settings;
import java.util.List;

/** The setting {@code keys}: at least one, dots lead into nested maps. */
final class Keys {

    private Keys() {}

    static List<String> read(Settings settings) {
        List<String> keys = settings.texts("keys");
        if (keys.isEmpty()) {
            settings.problem("keys", "must name at least one key");
        }
        return keys;
    }
}
