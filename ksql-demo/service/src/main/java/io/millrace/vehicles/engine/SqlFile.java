package io.millrace.vehicles.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file of statements.
 *
 * @param name how it was set, for messages
 */
record SqlFile(String name, String text) {

    private static final String CLASSPATH = "classpath:";

    /**
     * Reads a file.
     *
     * @param location a path, or {@code classpath:} and the name of one that the service carries
     * @throws InvalidRequestException when it cannot be read; the message begins with the location
     */
    static SqlFile read(String location) {
        try (InputStream in = open(location)) {
            return new SqlFile(
                    location,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(in.readAllBytes()))
                            .toString());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new InvalidRequestException(Reason.NOT_FOUND, location + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException(Reason.MALFORMED, location + ": it is not UTF-8", e);
        } catch (IOException e) {
            throw new InvalidRequestException(Reason.MALFORMED, location + ": it cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream open(String location) throws IOException {
        if (!location.startsWith(CLASSPATH)) {
            return Files.newInputStream(Path.of(location));
        }
        String name = location.substring(CLASSPATH.length());
        ClassLoader loader = Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), SqlFile.class.getClassLoader());
        InputStream found = loader.getResourceAsStream(name);
        if (found == null) {
            throw new FileNotFoundException(name);
        }
        return found;
    }
}
