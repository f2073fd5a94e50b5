package io.millrace.ingest.message;

/** Decimal numbers as text: digits, and maybe a point and digits. Signs and exponents are not used by the exchange. */
final class Decimals {

    private static final int MAX_LENGTH = 64;

    private Decimals() {}

    static boolean isDecimal(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int point = -1;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0) {
                point = i;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return point != 0 && point != length - 1;
    }

    static boolean isPositive(String text) {
        if (!isDecimal(text)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }
}
