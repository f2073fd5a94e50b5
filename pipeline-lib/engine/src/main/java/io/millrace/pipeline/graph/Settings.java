package io.millrace.pipeline.graph;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a module in a document. Each reading of a wrong value reports a problem with file, line and path and
 * gives the default; a key that nobody read is a problem too.
 */
public interface Settings {

    /** A text; the default when it is absent. */
    String text(String key, String orElse);

    /** A text; empty when it is absent. */
    Optional<String> text(String key);

    /** A text that must be there. */
    String requiredText(String key);

    /** A whole number within bounds, both included. */
    int integer(String key, int orElse, int min, int max);

    /** A number within bounds, both included. */
    double number(String key, double orElse, double min, double max);

    /** {@code true} or {@code false}. */
    boolean flag(String key, boolean orElse);

    /** A duration such as {@code 200ms}, {@code 4s}, {@code 2m}. */
    Duration duration(String key, Duration orElse);

    /** A list of texts; a single text counts as a list of one; empty when it is absent. */
    List<String> texts(String key);

    /** Any value as plain maps, lists, texts, numbers and truth values; empty when it is absent. */
    Optional<Object> value(String key);

    /** A nested section; one without keys when it is absent. */
    Settings section(String key);

    /** The keys that are there with their plain values, all of which then count as read. */
    Map<String, Object> all();

    /** Whether a key is there, if only with nothing behind it. */
    boolean has(String key);

    /** Reports a problem with a key's value, for example {@code must name a codec: json, cbor or pickle, was 'xml'}. */
    void problem(String key, String text);
}
