package io.millrace.sql.type;

import java.util.Locale;

/** The families of types in the Proton dialect. {@link DataType} adds parameters and nullability. */
public enum TypeKind {
    BOOL(Storage.LONG),
    INT8(Storage.LONG),
    INT16(Storage.LONG),
    INT32(Storage.LONG),
    INT64(Storage.LONG),
    INT128(Storage.OBJECT),
    INT256(Storage.OBJECT),
    UINT8(Storage.LONG),
    UINT16(Storage.LONG),
    UINT32(Storage.LONG),
    /** Stored as the raw 64 bits: compare and print unsigned. */
    UINT64(Storage.LONG),
    UINT128(Storage.OBJECT),
    UINT256(Storage.OBJECT),
    /** Stored as the double equal to the float. */
    FLOAT32(Storage.DOUBLE),
    FLOAT64(Storage.DOUBLE),
    /** {@code java.math.BigDecimal} of exactly the type's scale. */
    DECIMAL(Storage.OBJECT),
    /** UTF-8. */
    STRING(Storage.BYTES),
    FIXED_STRING(Storage.BYTES),
    /** {@code java.util.UUID}. */
    UUID(Storage.OBJECT),
    /** The address as an unsigned 32-bit number. */
    IPV4(Storage.LONG),
    /** {@code java.net.Inet6Address} or its text, as {@code String}. */
    IPV6(Storage.OBJECT),
    ENUM8(Storage.LONG),
    ENUM16(Storage.LONG),
    /** Days since 1970-01-01. */
    DATE(Storage.LONG),
    /** Days since 1970-01-01. */
    DATE32(Storage.LONG),
    /** Seconds since 1970-01-01T00:00:00Z. */
    DATETIME(Storage.LONG),
    /** Ticks of 10^-precision seconds since 1970-01-01T00:00:00Z. */
    DATETIME64(Storage.LONG),
    /**
     * A span of time: {@code DataType.precision} is unused, {@code DataType.unit} tells the unit, the value counts
     * units.
     */
    INTERVAL(Storage.LONG),
    /** {@code java.util.List}. */
    ARRAY(Storage.OBJECT),
    /** {@code java.util.LinkedHashMap}. */
    MAP(Storage.OBJECT),
    /** {@code java.util.List}. */
    TUPLE(Storage.OBJECT),
    /** JSON text. */
    JSON(Storage.BYTES),
    /** The type of a bare {@code NULL}. */
    NOTHING(Storage.LONG);

    /** How a column of the type keeps its values. */
    public enum Storage {
        LONG,
        DOUBLE,
        BYTES,
        OBJECT
    }

    private final Storage storage;

    TypeKind(Storage storage) {
        this.storage = storage;
    }

    public Storage storage() {
        return storage;
    }

    /** The name in SQL without parameters: {@code fixed_string}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isSignedInteger() {
        return compareTo(INT8) >= 0 && compareTo(INT256) <= 0;
    }

    public boolean isUnsignedInteger() {
        return compareTo(UINT8) >= 0 && compareTo(UINT256) <= 0;
    }

    public boolean isInteger() {
        return isSignedInteger() || isUnsignedInteger();
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }

    public boolean isNumeric() {
        return isInteger() || isFloat() || this == DECIMAL;
    }

    public boolean isText() {
        return this == STRING || this == FIXED_STRING;
    }

    /** True for what has a time of day: datetime and datetime64. */
    public boolean isTimestamp() {
        return this == DATETIME || this == DATETIME64;
    }

    /** True for dates and timestamps. */
    public boolean isTemporal() {
        return this == DATE || this == DATE32 || isTimestamp();
    }

    /** Width in bits of an integer or float; 0 for the others. */
    public int bits() {
        return switch (this) {
            case BOOL, INT8, UINT8 -> 8;
            case INT16, UINT16 -> 16;
            case INT32, UINT32, FLOAT32 -> 32;
            case INT64, UINT64, FLOAT64 -> 64;
            case INT128, UINT128 -> 128;
            case INT256, UINT256 -> 256;
            default -> 0;
        };
    }
}
