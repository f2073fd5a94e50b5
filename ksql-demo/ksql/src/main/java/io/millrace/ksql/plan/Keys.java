package io.millrace.ksql.plan;

import java.util.List;

/**
 * The key of an origin's rows.
 *
 * @param parts its columns in order; empty when there is no key
 */
record Keys(List<Part> parts) {

    /**
     * One column of the key.
     *
     * @param index place in the row that always holds it
     * @param meanings canonical texts of all expressions that stand for it
     * @param shown how it is called in errors
     */
    record Part(int index, String name, List<String> meanings, String shown) {}

    /** Whether the expression is the whole key. */
    boolean isOnly(String canonical) {
        return parts.size() == 1 && parts.getFirst().meanings().contains(canonical);
    }
}
