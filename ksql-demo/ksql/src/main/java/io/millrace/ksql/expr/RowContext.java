package io.millrace.ksql.expr;

import io.millrace.core.time.Ticker;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one thread needs to evaluate expressions: the row it is at, the parameters of running lambdas, a clock, random
 * numbers, and the JSON document read last. Not thread-safe.
 */
public final class RowContext {

    private static final @Nullable Object[] NONE = {};
    private static final int FIRST_PARAMETERS = 4;

    private final Ticker ticker;
    private final RandomGenerator random;
    private final JsonDocument document = new JsonDocument();
    private final Memo<JsonPath> paths = new Memo<>(JsonPath::of);
    private final Memo<Pattern> patterns = new Memo<>(Pattern::compile);
    private final Memo<DateTimeFormatter> formatters = new Memo<>(TimeFormats::of);
    private @Nullable Object[] row = NONE;
    private @Nullable Object[] parameters = new Object[FIRST_PARAMETERS];

    public RowContext(Ticker ticker, RandomGenerator random) {
        this.ticker = ticker;
        this.random = random;
    }

    /** Moves to a row, which must not change while it is evaluated. */
    public RowContext at(@Nullable Object[] newRow) {
        this.row = newRow;
        return this;
    }

    /** Value of the present row's column, from 0. */
    public @Nullable Object column(int index) {
        return row[index];
    }

    /** Value of a lambda's parameter. */
    @Nullable
    Object parameter(int index) {
        return parameters[index];
    }

    void parameter(int index, @Nullable Object value) {
        if (index >= parameters.length) {
            parameters = Arrays.copyOf(parameters, index * 2);
        }
        parameters[index] = value;
    }

    public Ticker ticker() {
        return ticker;
    }

    public RandomGenerator random() {
        return random;
    }

    /** The document read last: several fields of one text are read by parsing it once. */
    public JsonDocument document() {
        return document;
    }

    /** Paths into documents by their texts. */
    public Memo<JsonPath> paths() {
        return paths;
    }

    /** Regular expressions by their texts. */
    public Memo<Pattern> patterns() {
        return patterns;
    }

    /** Formats of points in time by their patterns. */
    public Memo<DateTimeFormatter> formatters() {
        return formatters;
    }
}
