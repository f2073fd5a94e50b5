package io.millrace.core.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.core.failure.PoisonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object (RFC 8259): its text, UTF-8 on one line, and its fields. Immutable. What is only passed on is never
 * decoded and encoded again: a number keeps its digits, an object the order of its fields.
 *
 * <p>Values of fields are {@link String}, {@link Long} or {@link BigInteger} for numbers without fraction and exponent,
 * {@link BigDecimal} for others, {@link Boolean}, {@code List}, {@code Map}, and null.
 *
 * <p>Two rows are equal when their texts are.
 */
public final class JsonRow {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] text;
    private final Map<String, @Nullable Object> fields;

    private JsonRow(byte[] text, Map<String, @Nullable Object> fields) {
        this.text = text;
        this.fields = fields;
    }

    /**
     * Reads one object.
     *
     * @param utf8 the text, kept and so not to be changed afterwards; white space around the object is left out, and so
     *     are line breaks within it
     * @throws PoisonException when it is not exactly one object, or has a field twice; names the column, from 1
     */
    public static JsonRow read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonReader.read(FACTORY, utf8);
        return new JsonRow(oneLine(utf8), fields);
    }

    /** Reads one object, see {@link #read(byte[])}. */
    public static JsonRow read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes one object.
     *
     * @param fields in order, with values as in the class comment; {@link Integer} and {@link Double} are taken too
     * @throws IllegalArgumentException when a value is of no such type, or not a finite number
     */
    public static JsonRow of(Map<String, ? extends @Nullable Object> fields) {
        requireNonNull(fields, "fields is null");
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            JsonWriter.write(generator, fields);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        // what a reader sees is what was written: an Integer comes back as a Long
        return read(out.toByteArray());
    }

    /** The same object with a field added at its end, or its value replaced. */
    public JsonRow with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return of(changed);
    }

    /** The fields in the order of the text; unmodifiable. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /** A field's value; null when there is none, or it is null. */
    public @Nullable Object field(String name) {
        return fields.get(name);
    }

    /** A field's value as text; null when there is none, or it is not a string. */
    public @Nullable String string(String name) {
        return fields.get(name) instanceof String value ? value : null;
    }

    /** Length of the text in bytes. */
    public int size() {
        return text.length;
    }

    /** Writes the text, {@link #size} bytes, into an array from a place on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(text, 0, target, at, text.length);
    }

    /** A copy of the text. */
    public byte[] toBytes() {
        return text.clone();
    }

    private static byte[] oneLine(byte[] text) {
        int from = 0;
        int to = text.length;
        while (text[from] != '{') {
            from++;
        }
        while (text[to - 1] != '}') {
            to--;
        }
        boolean broken = false;
        for (int i = from; i < to && !broken; i++) {
            broken = text[i] == '\n' || text[i] == '\r';
        }
        if (!broken) {
            return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
        }
        // within strings they are escaped, so these are white space
        byte[] line = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (text[i] != '\n' && text[i] != '\r') {
                line[length++] = text[i];
            }
        }
        return Arrays.copyOf(line, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonRow row && Arrays.equals(text, row.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(text);
    }

    /** The text. */
    @Override
    public String toString() {
        return new String(text, StandardCharsets.UTF_8);
    }

    static List<Object> unmodifiable(List<@Nullable Object> values) {
        @SuppressWarnings("NullAway") // a list of JSON values may hold null
        List<Object> view = Collections.unmodifiableList(values);
        return view;
    }
}
