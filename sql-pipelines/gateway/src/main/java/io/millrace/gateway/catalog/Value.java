package io.millrace.gateway.catalog;

import java.util.List;

/**
 * A document as plain data with positions, whatever notation it came in. Lines and columns count from 1; 0 is unknown.
 */
public sealed interface Value {

    int line();

    int column();

    /** What kind of scalar the notation says this is. */
    enum Kind {
        TEXT("text"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NOTHING("nothing");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** A single value; {@code text} is as written. */
    record Scalar(Kind kind, String text, int line, int column) implements Value {}

    record Items(List<Value> items, int line, int column) implements Value {}

    record Fields(List<Field> fields, int line, int column) implements Value {}

    /** A key, where it stands, and its value. */
    record Field(String key, int line, int column, Value value) {}

    /** What this is, in words for a message. */
    default String words() {
        return switch (this) {
            case Scalar scalar -> scalar.kind().words;
            case Items _ -> "a list";
            case Fields _ -> "a mapping of keys";
        };
    }
}
