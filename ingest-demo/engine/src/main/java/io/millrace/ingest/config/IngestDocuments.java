package io.millrace.ingest.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads documents of pipelines. Nothing is connected to meanwhile. */
public final class IngestDocuments {

    private static final int MAX_BYTES = 1 << 20;

    private IngestDocuments() {}

    private static IngestDocumentException failure(Path file, String message) {
        return new IngestDocumentException(file.toString(), List.of(new IngestProblem(0, 0, "", message)));
    }

    /**
     * Reads a file; relative paths in it begin at its folder.
     *
     * @param environment values for <code>${NAME}</code>
     * @throws IngestDocumentException when anything is wrong with it; says all of it
     */
    public static IngestDocument read(Path file, Map<String, String> environment) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw failure(file, "has more than " + MAX_BYTES + " bytes");
            }
            Path parent = file.toAbsolutePath().getParent();
            return read(file.toString(), Files.readString(file), parent == null ? file : parent, environment);
        } catch (NoSuchFileException _) {
            throw failure(file, "does not exist");
        } catch (MalformedInputException _) {
            throw failure(file, "is not UTF-8 text");
        } catch (IOException e) {
            throw failure(file, "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a text.
     *
     * @param name for messages, in place of the file
     * @param base folder that relative paths begin at
     * @param environment values for <code>${NAME}</code>
     * @throws IngestDocumentException when anything is wrong with it; says all of it
     */
    public static IngestDocument read(String name, String text, Path base, Map<String, String> environment) {
        Problems problems = new Problems(name);
        Tree tree = TreeReader.read(text, new Secrets(environment, base, problems), problems);
        return new DocumentReader(tree, base, problems).read();
    }
}
