package io.millrace.ingest.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document in force.
 *
 * @param file where it is
 * @param version changes with the document, for {@code ETag}
 * @param problem what is wrong with the file as it is now, a line per problem; null when it is in force
 * @param failures pipelines of it that could not be started, with the reason
 */
public record LiveDocument(
        String file, String version, @Nullable String problem, List<String> failures) {

    public LiveDocument {
        failures = List.copyOf(failures);
    }
}
