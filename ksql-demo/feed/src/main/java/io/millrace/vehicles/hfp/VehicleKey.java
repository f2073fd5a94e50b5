package io.millrace.vehicles.hfp;

/**
 * What makes a vehicle unique: the operator that owns it (not the one that runs its journey, which is what payloads
 * tell) and its number within that operator.
 *
 * @param operator 0 to 9999
 * @param number 0 to 99999
 */
public record VehicleKey(int operator, int number) implements Comparable<VehicleKey> {

    public VehicleKey {
        if (operator < 0 || operator > 9_999) {
            throw new IllegalArgumentException("operator must be from 0 to 9999, was " + operator);
        }
        if (number < 0 || number > 99_999) {
            throw new IllegalArgumentException("number must be from 0 to 99999, was " + number);
        }
    }

    /**
     * The key of a text such as {@code 18/1003}; leading zeros are allowed.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static VehicleKey parse(String text) {
        if (!text.matches("\\d{1,4}/\\d{1,5}")) {
            throw new IllegalArgumentException("a vehicle is like 18/1003, was '" + text + "'");
        }
        int slash = text.indexOf('/');
        return new VehicleKey(
                Integer.parseInt(text, 0, slash, 10), Integer.parseInt(text, slash + 1, text.length(), 10));
    }

    /** {@code 18/1003}: the key of records. */
    public String text() {
        return operator + "/" + number;
    }

    @Override
    public int compareTo(VehicleKey other) {
        return operator == other.operator
                ? Integer.compare(number, other.number)
                : Integer.compare(operator, other.operator);
    }

    @Override
    public String toString() {
        return text();
    }
}
