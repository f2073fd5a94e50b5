package io.millrace.ksql.client;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values into statements so that they stay values, and reads the text of schemas. */
public final class KsqlText {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern COLUMN = Pattern.compile("`([^`]*)` ([A-Z]+(?:[<(][^`]*[>)])?)( KEY)?(?:, |$)");

    private KsqlText() {}

    /**
     * A name that is one: of a table or a column.
     *
     * @throws InvalidRequestException if it is not made of letters, digits and underscores
     */
    public static String identifier(String name) {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "'" + name + "' is no name: letters, digits and underscores");
        }
        return name;
    }

    /**
     * The value as a literal of the column's type.
     *
     * @throws InvalidRequestException if it is no number where the column has numbers
     */
    public static String literal(String value, KsqlColumn column) {
        if (Set.of("INTEGER", "BIGINT").contains(column.type().toUpperCase(Locale.ROOT))) {
            if (!INTEGER.matcher(value).matches()) {
                throw new InvalidRequestException(
                        Reason.MALFORMED, "'%s' is no %s, which %s is".formatted(value, column.type(), column.name()));
            }
            return Long.toString(Long.parseLong(value));
        }
        return "'" + value.replace("'", "''") + "'";
    }

    /** The columns of a schema's text: {@code `VEH_ID` INTEGER KEY, `LOCATION` STRING}. */
    static List<KsqlColumn> columns(String schema) {
        List<KsqlColumn> columns = new ArrayList<>();
        Matcher column = COLUMN.matcher(schema);
        while (column.find()) {
            columns.add(new KsqlColumn(column.group(1), column.group(2), column.group(3) != null));
        }
        return columns;
    }
}
