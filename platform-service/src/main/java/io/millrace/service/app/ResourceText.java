package io.millrace.service.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files that are part of the program. */
public final class ResourceText {

    private ResourceText() {}

    /**
     * The text of a file.
     *
     * @param path from the root of the class path: {@code page/index.html}
     */
    public static String of(String path) {
        // the service's files may be known to another class loader than this class
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
