package io.millrace.connector.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Looks whether a line is exactly one JSON value (RFC 8259). */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** What is wrong with the text; null when nothing is. */
    static @Nullable String problem(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return "no value";
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : "more than one value";
        } catch (JsonProcessingException e) {
            return e.getOriginalMessage();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on text", e);
        }
    }
}
