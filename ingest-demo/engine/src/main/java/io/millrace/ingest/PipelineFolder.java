package io.millrace.ingest;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where a pipeline keeps what it knows. */
record PipelineFolder(Path folder) {

    private static final String OFFSETS = ".offsets";

    Path rows() {
        return folder.resolve("log");
    }

    Path letters() {
        return folder.resolve("letters");
    }

    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    Path offsets(String sink) {
        return folder.resolve("sinks").resolve(sink + OFFSETS);
    }

    /** Forgets sinks that are gone, which then no longer hold the log. */
    void keepOnly(Set<String> sinks) {
        Path all = folder.resolve("sinks");
        if (!Files.isDirectory(all)) {
            return;
        }
        try (Stream<Path> files = Files.list(all)) {
            List<Path> gone = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(OFFSETS)
                                && !sinks.contains(name.substring(0, name.length() - OFFSETS.length()));
                    })
                    .toList();
            for (Path file : gone) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new FatalException("cannot forget sinks in " + all + ": " + e.getMessage(), e);
        }
    }
}
