package io.millrace.sql.wire.codec;

/** The family's numbers for the errors that the endpoint itself reports; those of SQL come from the engine. */
public enum WireCode {
    TOO_LARGE_COLUMNS(12),
    NO_SUCH_COLUMN(16),
    BAD_ARGUMENTS(36),
    CHECKSUM_DOES_NOT_MATCH(40),
    NOT_SUPPORTED(48),
    LOGICAL_ERROR(49),
    TYPE_MISMATCH(53),
    UNKNOWN_DATABASE(81),
    UNKNOWN_PACKET(99),
    UNEXPECTED_PACKET(101),
    UNKNOWN_SETTING(115),
    INCORRECT_DATA(117),
    TOO_LARGE_TEXT(131),
    TOO_MANY_QUERIES(202),
    NO_ROOM_FOR_CONNECTION(203),
    TOO_SLOW(209),
    QUERY_ID_IN_USE(216),
    CANNOT_DECOMPRESS(271),
    LIMIT_EXCEEDED(290),
    TRY_AGAIN(319),
    QUERY_WAS_CANCELLED(394),
    TOO_MANY_ROWS(396),
    AUTHENTICATION_FAILED(516);

    private final int number;

    WireCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
