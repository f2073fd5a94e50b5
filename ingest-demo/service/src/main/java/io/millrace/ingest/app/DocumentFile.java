package io.millrace.ingest.app;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** The file that a document lies in. */
final class DocumentFile {

    private final Path file;

    /** What tells that a file has changed. */
    record Stamp(FileTime time, long size) {}

    DocumentFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    Path path() {
        return file;
    }

    /** The folder that relative paths of the document begin at. */
    Path base() {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }

    Stamp stamp() {
        try {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            throw new FatalException("cannot read " + file + ": " + reason(e), e);
        }
    }

    DocumentText read() {
        try {
            return DocumentText.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new FatalException("cannot read " + file + ": it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new FatalException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Replaces the text at once; where only the file itself may be written, such as a mounted one, in place. */
    void write(String text) {
        Path draft = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            try {
                Files.writeString(draft, text);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException _) {
                Files.deleteIfExists(draft);
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw new InvalidRequestException(
                    Reason.CONFLICT, "the document lies in " + file + ", which cannot be written: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ", " + e.getMessage());
    }
}
