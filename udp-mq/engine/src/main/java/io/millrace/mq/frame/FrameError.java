package io.millrace.mq.frame;

/** Why bytes are no frame. */
public enum FrameError {
    /** There are no bytes. */
    EMPTY(-1, "an empty datagram is no frame"),
    /** The first byte is not a hex digit. */
    BAD_LENGTH_OF_LENGTH(-2, "the first byte must be a hex digit, 1 to f"),
    /** The first byte is {@code 0}, so the length would have no digits. */
    NO_LENGTH(-3, "the first byte is 0, so there is no length"),
    /** The bytes end within the length. */
    TRUNCATED_LENGTH(-4, "the frame ends within its length"),
    /** A byte of the length is not a hex digit. */
    BAD_LENGTH(-5, "the length must be hex digits"),
    /** The length is not that of the text. */
    INVALID_LENGTH(-6, "the length is not that of the text"),
    /** The text does not fit a datagram. */
    TOO_LARGE(-7, "a frame has at most 65507 bytes, of which 65502 are text");

    private final int code;
    private final String text;

    FrameError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** What {@link Frames#header} returns for it; negative. */
    int code() {
        return code;
    }

    static FrameError of(int code) {
        for (FrameError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        throw new IllegalArgumentException("no frame error has the code " + code);
    }

    /** What is wrong and what would be right. */
    public String text() {
        return text;
    }
}
