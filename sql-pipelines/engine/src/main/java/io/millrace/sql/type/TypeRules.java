package io.millrace.sql.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which types go together: common super types, integer promotion, implicit casts. */
public final class TypeRules {

    private static final int[] DECIMAL_DIGITS = {9, 18, 38, 76};

    private TypeRules() {}

    /**
     * The smallest type that holds the values of both, as for the branches of {@code if} or the elements of an array.
     * Null when there is none.
     */
    public static @Nullable DataType common(DataType left, DataType right) {
        if (left.kind() == TypeKind.NOTHING) {
            return nullableIfPossible(right);
        }
        if (right.kind() == TypeKind.NOTHING) {
            return nullableIfPossible(left);
        }
        boolean nullable = left.nullable() || right.nullable();
        DataType common = commonPlain(plain(left), plain(right));
        return common != null && nullable ? common.asNullable() : common;
    }

    /** The common type of them all; null when there is none. An empty list gives the type of NULL. */
    public static @Nullable DataType common(List<DataType> types) {
        DataType common = DataType.NOTHING;
        for (int i = 0; i < types.size(); i++) {
            DataType next = i == 0 ? types.getFirst() : common(common, types.get(i));
            if (next == null) {
                return null;
            }
            common = next;
        }
        return common;
    }

    /** Without nullable and low_cardinality. */
    public static DataType plain(DataType type) {
        DataType plain = type.notNullable();
        return plain.lowCardinality()
                ? new DataType(
                        plain.kind(),
                        false,
                        false,
                        plain.precision(),
                        plain.scale(),
                        plain.zone(),
                        plain.elements(),
                        plain.names(),
                        plain.symbols(),
                        plain.unit())
                : plain;
    }

    /** Arrays, maps and tuples cannot be null. */
    public static DataType nullableIfPossible(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, TUPLE -> type;
            default -> type.asNullable();
        };
    }

    private static @Nullable DataType commonPlain(DataType left, DataType right) {
        if (left.equals(right)) {
            return left;
        }
        TypeKind a = left.kind();
        TypeKind b = right.kind();
        if (isNumberLike(a) && isNumberLike(b)) {
            return commonNumber(left, right);
        }
        if (a.isTemporal() && b.isTemporal()) {
            return commonTemporal(left, right);
        }
        if (isTextLike(a) && isTextLike(b)) {
            return DataType.STRING;
        }
        if (a == TypeKind.ARRAY && b == TypeKind.ARRAY) {
            DataType element = common(left.last(), right.last());
            return element == null ? null : DataType.array(element);
        }
        if (a == TypeKind.TUPLE && b == TypeKind.TUPLE) {
            return commonTuple(left, right);
        }
        if (a == TypeKind.MAP && b == TypeKind.MAP) {
            DataType key = common(left.elements().getFirst(), right.elements().getFirst());
            DataType value = common(left.last(), right.last());
            return key == null || value == null ? null : DataType.map(key, value);
        }
        return null;
    }

    private static @Nullable DataType commonTuple(DataType left, DataType right) {
        if (left.elements().size() != right.elements().size()) {
            return null;
        }
        List<DataType> elements = new ArrayList<>();
        for (int i = 0; i < left.elements().size(); i++) {
            DataType element = common(left.elements().get(i), right.elements().get(i));
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return DataType.tuple(elements, left.names().equals(right.names()) ? left.names() : List.of());
    }

    private static boolean isNumberLike(TypeKind kind) {
        return kind.isNumeric() || kind == TypeKind.BOOL;
    }

    private static boolean isTextLike(TypeKind kind) {
        return kind.isText() || kind == TypeKind.JSON || kind == TypeKind.ENUM8 || kind == TypeKind.ENUM16;
    }

    private static DataType commonNumber(DataType left, DataType right) {
        TypeKind a = left.kind() == TypeKind.BOOL ? TypeKind.UINT8 : left.kind();
        TypeKind b = right.kind() == TypeKind.BOOL ? TypeKind.UINT8 : right.kind();
        if (a.isFloat() || b.isFloat()) {
            boolean small = fitsFloat32(a) && fitsFloat32(b);
            return small ? DataType.FLOAT32 : DataType.FLOAT64;
        }
        if (a == TypeKind.DECIMAL || b == TypeKind.DECIMAL) {
            return commonDecimal(left, right);
        }
        boolean signed = a.isSignedInteger() || b.isSignedInteger();
        int bits = Math.max(a.bits(), b.bits());
        if (signed && widestUnsigned(a, b) >= bits) {
            bits = Math.min(256, bits * 2);
        }
        return integer(signed, bits);
    }

    private static int widestUnsigned(TypeKind a, TypeKind b) {
        return Math.max(a.isUnsignedInteger() ? a.bits() : 0, b.isUnsignedInteger() ? b.bits() : 0);
    }

    private static boolean fitsFloat32(TypeKind kind) {
        return kind == TypeKind.FLOAT32 || (kind.isInteger() && kind.bits() <= 16);
    }

    /** The decimal that holds both: the larger scale, and digits of the larger class. */
    public static DataType commonDecimal(DataType left, DataType right) {
        int scale = Math.max(left.scale(), right.scale());
        int whole = Math.max(wholeDigits(left), wholeDigits(right));
        return DataType.decimal(decimalDigits(Math.min(76, whole + scale)), scale);
    }

    private static int wholeDigits(DataType type) {
        return switch (type.kind()) {
            case DECIMAL -> type.precision() - type.scale();
            default -> integerDigits(type.kind());
        };
    }

    private static int integerDigits(TypeKind kind) {
        return switch (kind.bits()) {
            case 8 -> 3;
            case 16 -> 5;
            case 32 -> 10;
            case 64 -> 20;
            case 128 -> 39;
            default -> 76;
        };
    }

    /** The digits of the decimal class (9, 18, 38, 76) that has at least so many. */
    public static int decimalDigits(int digits) {
        for (int candidate : DECIMAL_DIGITS) {
            if (digits <= candidate) {
                return candidate;
            }
        }
        return 76;
    }

    private static DataType commonTemporal(DataType left, DataType right) {
        if (!left.kind().isTimestamp() && !right.kind().isTimestamp()) {
            return DataType.of(TypeKind.DATE32);
        }
        String zone = left.zone() != null ? left.zone() : right.zone();
        if (left.kind() == TypeKind.DATETIME64 || right.kind() == TypeKind.DATETIME64) {
            return DataType.datetime64(Math.max(left.precision(), right.precision()), zone);
        }
        return DataType.datetime(zone);
    }

    /** The integer type of that sign and width. */
    public static DataType integer(boolean signed, int bits) {
        TypeKind kind = switch (bits) {
            case 8 -> signed ? TypeKind.INT8 : TypeKind.UINT8;
            case 16 -> signed ? TypeKind.INT16 : TypeKind.UINT16;
            case 32 -> signed ? TypeKind.INT32 : TypeKind.UINT32;
            case 64 -> signed ? TypeKind.INT64 : TypeKind.UINT64;
            case 128 -> signed ? TypeKind.INT128 : TypeKind.UINT128;
            default -> signed ? TypeKind.INT256 : TypeKind.UINT256;
        };
        return DataType.of(kind);
    }

    /** The next width for sums and products: 8, 16, 32 double, 64 and wider stay. */
    public static int nextBits(int bits) {
        return bits < 64 ? bits * 2 : bits;
    }

    /** True when a value of one type goes into a column of the other without a written cast. */
    public static boolean isImplicitCast(DataType from, DataType to) {
        TypeKind a = from.kind();
        TypeKind b = to.kind();
        if (a == TypeKind.NOTHING) {
            return to.nullable();
        }
        if (plain(from).equals(plain(to)) || a.isText() || b == TypeKind.STRING) {
            return true;
        }
        if (isNumberLike(a) && (isNumberLike(b) || b.isTemporal() || b == TypeKind.ENUM8 || b == TypeKind.ENUM16)) {
            return true;
        }
        if (a.isTemporal()) {
            return b.isTemporal() || isNumberLike(b);
        }
        return a == b && from.elements().size() == to.elements().size();
    }
}
