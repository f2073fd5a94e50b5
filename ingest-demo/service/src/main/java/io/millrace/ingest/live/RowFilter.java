package io.millrace.ingest.live;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.json.JsonRow;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows somebody wants; an empty set asks for nothing in particular.
 *
 * @param pipelines by name
 * @param products values of {@code product_id}, for example {@code BTC-USD}
 * @param types values of the field {@code "type"}, for example {@code ticker}
 */
public record RowFilter(Set<String> pipelines, Set<String> products, Set<String> types) {

    /** Everything. */
    public static final RowFilter ALL = new RowFilter(Set.of(), Set.of(), Set.of());

    /** Names of one list at most; a filter is asked for each row. */
    private static final int MAX_NAMES = 100;

    private static final int MAX_LENGTH = 100;

    public RowFilter {
        pipelines = Set.copyOf(pipelines);
        products = Set.copyOf(products);
        types = Set.copyOf(types);
    }

    /**
     * The filter of {@code pipeline}, {@code product} and {@code type}, each one name or several with commas between.
     *
     * @param query parameters by name, decoded
     * @throws InvalidRequestException if one of them is bad
     */
    public static RowFilter from(Map<String, String> query) {
        return new RowFilter(names(query, "pipeline"), names(query, "product"), names(query, "type"));
    }

    private static Set<String> names(Map<String, String> query, String parameter) {
        String text = query.get(parameter);
        if (text == null || text.isBlank()) {
            return Set.of();
        }
        Set<String> names = Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty()
                || names.size() > MAX_NAMES
                || names.stream().anyMatch(name -> name.length() > MAX_LENGTH)) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "parameter %s has %d names, must be 1 to %d of at most %d characters, with commas between"
                            .formatted(parameter, names.size(), MAX_NAMES, MAX_LENGTH));
        }
        return names;
    }

    /** Whether a row is one of them. */
    boolean accepts(String pipeline, JsonRow row) {
        return (pipelines.isEmpty() || pipelines.contains(pipeline))
                && in(products, row.string("product_id"))
                && in(types, row.string("type"));
    }

    private static boolean in(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }
}
