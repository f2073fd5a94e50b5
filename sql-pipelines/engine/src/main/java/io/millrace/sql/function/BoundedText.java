package io.millrace.sql.function;

import io.millrace.sql.SqlException;

/** A text that a regular expression may read only so often: stops expressions that never come to an end. */
final class BoundedText implements CharSequence {

    private static final int STEPS = 10_000_000;

    private final String text;
    private int steps;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++steps > STEPS) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS, "the regular expression takes more than " + STEPS + " steps");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
