package io.millrace.ingest.message;

/** Names of products: capital letters and digits, twice, such as {@code BTC-USD} and {@code 1INCH-USD}. */
public final class Products {

    private static final int MAX_LENGTH = 32;

    private Products() {}

    /** Whether it is {@code [A-Z0-9]+-[A-Z0-9]+} and at most 32 characters long. */
    public static boolean isProduct(String text) {
        int dash = text.indexOf('-');
        if (dash < 1 || dash == text.length() - 1 || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != dash && (c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
