package io.millrace.ingest.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Everything that is wrong with one document. */
final class Problems {

    private final String file;
    private final Set<IngestProblem> list = new LinkedHashSet<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Place place, String path, String message) {
        list.add(new IngestProblem(place.line(), place.column(), path, message));
    }

    void throwIfAny() {
        if (!list.isEmpty()) {
            throw failure();
        }
    }

    IngestDocumentException failure(Place place, String message) {
        add(place, "", message);
        return failure();
    }

    private IngestDocumentException failure() {
        return new IngestDocumentException(
                file,
                list.stream()
                        .sorted(Comparator.comparingInt(IngestProblem::line).thenComparingInt(IngestProblem::column))
                        .toList());
    }
}
