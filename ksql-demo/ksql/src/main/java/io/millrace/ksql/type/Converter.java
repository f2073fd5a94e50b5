package io.millrace.ksql.type;

/** From a value of one type to the same of another. Never sees NULL. */
@FunctionalInterface
public interface Converter {

    Converter NONE = value -> value;

    /**
     * The converted value.
     *
     * @throws IllegalArgumentException when the value has no equal in the other type
     * @throws ArithmeticException when it does not fit
     */
    Object convert(Object value);
}
