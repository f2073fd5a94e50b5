package io.millrace.mq.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** What bytes turned out to be. */
public sealed interface Decoded {

    /** A frame. */
    final class Text implements Decoded {

        private final byte[] bytes;
        private final int from;

        Text(byte[] bytes, int from) {
            this.bytes = bytes;
            this.from = from;
        }

        /** The text as it came, which need not be well-formed UTF-8; a copy. */
        public byte[] bytes() {
            return Arrays.copyOfRange(bytes, from, bytes.length);
        }

        /** The text; what is no UTF-8 becomes U+FFFD. */
        public String text() {
            return new String(bytes, from, bytes.length - from, UTF_8);
        }

        @Override
        public String toString() {
            return "Text[" + text() + "]";
        }
    }

    /**
     * No frame.
     *
     * @param message in full, such as {@code Buffer length mismatch. Expected 5 bytes, got 4 bytes.}
     */
    record Invalid(FrameError error, String message) implements Decoded {}
}
