package io.millrace.connector.proton;

import io.millrace.sql.SqlException;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.Types;
import java.util.HashMap;
import java.util.Map;

/**
 * The types of the server's columns, by the texts that it sends with each block.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class ColumnTypes {

    private static final int MAX_KNOWN = 1_000;

    private final Map<String, DataType> known = new HashMap<>();

    /**
     * The type of a column.
     *
     * @throws SqlException code 48, naming column and type, when values of the type cannot be read
     */
    DataType of(String column, String text) {
        DataType type = known.get(text);
        if (type == null) {
            type = parse(column, text);
            if (known.size() < MAX_KNOWN) {
                known.put(text, type);
            }
        }
        return type;
    }

    private static DataType parse(String column, String text) {
        if (text.equals("nullable(nothing)") || text.equals("nothing")) {
            return text.equals("nothing") ? DataType.NOTHING.notNullable() : DataType.NOTHING;
        }
        try {
            DataType type = Types.parse(text);
            if (readable(type)) {
                return type;
            }
        } catch (SqlException _) {
            // answered below
        }
        throw SqlException.ofServer(
                SqlException.Code.NOT_SUPPORTED.number(),
                ("column '%s' has the type %s, which cannot be read over Proton's native protocol;"
                                + " convert it in the query, for example with to_string(%s)")
                        .formatted(column, text, column));
    }

    private static boolean readable(DataType type) {
        return type.kind() != TypeKind.JSON && type.elements().stream().allMatch(ColumnTypes::readable);
    }
}
