package io.millrace.sql.wire.codec;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The types as they go over the wire. Three differ from the engine's: low_cardinality is sent as what is inside, json
 * as string, and tuples lose their field names for clients before revision 54429, which cannot read them.
 */
public final class WireTypes {

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private WireTypes() {}

    /**
     * The schema as it is sent.
     *
     * @throws WireException for a column that has no form in the protocol
     */
    public static Schema sent(Schema schema, int revision) {
        return new Schema(schema.columns().stream()
                .map(column -> new Column(column.name(), sent(column, revision)))
                .toList());
    }

    private static DataType sent(Column column, int revision) {
        try {
            return sent(column.type(), revision);
        } catch (WireException refused) {
            throw new WireException(
                    WireCode.NOT_SUPPORTED, "column '" + column.name() + "' cannot be sent: " + refused.getMessage());
        }
    }

    private static DataType sent(DataType type, int revision) {
        return switch (type.kind()) {
            case INTERVAL ->
                throw new WireException(
                        WireCode.NOT_SUPPORTED,
                        "the drivers do not read type " + type.text() + "; cast it to int64 or string");
            case JSON -> with(type.nullable(), DataType.STRING);
            case ARRAY -> DataType.array(sent(type.last(), revision));
            case MAP -> DataType.map(sent(type.elements().getFirst(), revision), sent(type.last(), revision));
            case TUPLE ->
                DataType.tuple(
                        type.elements().stream()
                                .map(element -> sent(element, revision))
                                .toList(),
                        revision < Revisions.SETTINGS_AS_TEXT ? List.of() : type.names());
            default -> type.lowCardinality() ? plain(type) : type;
        };
    }

    private static DataType with(boolean nullable, DataType type) {
        return nullable ? type.asNullable() : type;
    }

    private static DataType plain(DataType type) {
        return new DataType(
                type.kind(),
                type.nullable(),
                false,
                type.precision(),
                type.scale(),
                type.zone(),
                type.elements(),
                type.names(),
                type.symbols(),
                type.unit());
    }

    /** The name of a sent type, as both drivers parse it. */
    static String name(DataType type) {
        String name = switch (type.kind()) {
            case NOTHING -> "nothing";
            case ARRAY -> "array(" + name(type.last()) + ")";
            case MAP -> "map(" + name(type.elements().getFirst()) + ", " + name(type.last()) + ")";
            case TUPLE -> tuple(type);
            case ENUM8, ENUM16 -> enumeration(type);
            default -> type.notNullable().text();
        };
        return type.nullable() ? "nullable(" + name + ")" : name;
    }

    private static String tuple(DataType type) {
        StringBuilder text = new StringBuilder("tuple(");
        for (int i = 0; i < type.elements().size(); i++) {
            text.append(i == 0 ? "" : ", ");
            if (!type.names().isEmpty()) {
                String field = type.names().get(i);
                text.append(WORD.matcher(field).matches() ? field : "`" + field + "`")
                        .append(' ');
            }
            text.append(name(type.elements().get(i)));
        }
        return text.append(')').toString();
    }

    private static String enumeration(DataType type) {
        return type.symbols().entrySet().stream()
                .map(WireTypes::symbol)
                .collect(Collectors.joining(", ", type.kind().text() + "(", ")"));
    }

    private static String symbol(Map.Entry<String, Integer> symbol) {
        return "'" + symbol.getKey().replace("\\", "\\\\").replace("'", "\\'") + "' = " + symbol.getValue();
    }

    /** Bytes of a value of a type whose values all have the same size; 0 for the others. */
    static int width(DataType type) {
        return switch (type.kind()) {
            case BOOL, INT8, UINT8, ENUM8, NOTHING -> 1;
            case INT16, UINT16, ENUM16, DATE -> 2;
            case INT32, UINT32, FLOAT32, IPV4, DATE32, DATETIME -> 4;
            case INT64, UINT64, FLOAT64, DATETIME64, INTERVAL -> 8;
            case INT128, UINT128, UUID, IPV6 -> 16;
            case INT256, UINT256 -> 32;
            case DECIMAL -> type.precision() <= 9 ? 4 : type.precision() <= 18 ? 8 : type.precision() <= 38 ? 16 : 32;
            case FIXED_STRING -> type.precision();
            case STRING, JSON, ARRAY, MAP, TUPLE -> 0;
        };
    }

    static boolean isSigned(TypeKind kind) {
        return kind != TypeKind.UINT128 && kind != TypeKind.UINT256;
    }
}
