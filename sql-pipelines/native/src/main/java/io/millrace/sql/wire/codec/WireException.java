package io.millrace.sql.wire.codec;

/** What a client is told in an exception packet before its connection, as the case may be, is closed. */
public final class WireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param text for the client; holds nothing secret */
    public WireException(WireCode code, String text) {
        super(text);
        this.code = code.number();
    }

    /** The number of the {@link WireCode}. */
    public int code() {
        return code;
    }
}
