package io.millrace.ingest.app;

import io.millrace.core.failure.FatalException;
import io.millrace.service.app.ResourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The document of whoever has none: a copy of the sample, which is theirs to edit from then on. */
final class FirstDocument {

    private static final Logger log = LoggerFactory.getLogger(FirstDocument.class);
    private static final String NAME = "pipelines.yaml";
    private static final String SAMPLE = "sample-pipelines.yaml";

    private FirstDocument() {}

    /** The file that is named, or that of the data folder, made when it is not there. */
    static DocumentFile find(IngestConfig config) {
        return new DocumentFile(config.document().orElseGet(() -> own(config)));
    }

    private static Path own(IngestConfig config) {
        Path file = config.data().resolve(NAME);
        if (Files.exists(file)) {
            return file;
        }
        if (!config.simulator().enabled()) {
            throw new FatalException("there is neither a document nor an exchange to read from:"
                    + " set ingest.document, or ingest.simulator.enabled to true");
        }
        try {
            Files.createDirectories(config.data());
            Files.writeString(file, sample(config));
        } catch (IOException e) {
            throw new FatalException("cannot write " + file + ": " + e, e);
        }
        log.info("made a document that is yours to edit, file={}", file.toAbsolutePath());
        return file;
    }

    private static String sample(IngestConfig config) {
        return ResourceText.of(SAMPLE)
                .replace("PRODUCTS", String.join(", ", config.simulator().products()));
    }
}
