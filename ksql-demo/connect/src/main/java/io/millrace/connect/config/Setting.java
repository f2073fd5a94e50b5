package io.millrace.connect.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A setting that a connector takes.
 *
 * @param fallback its value when it is not set; null when it must be set
 * @param check what values it takes
 * @param importance {@code HIGH}, {@code MEDIUM} or {@code LOW}
 * @param documentation one sentence
 */
public record Setting(
        String name, Form type, @Nullable String fallback, Check check, Importance importance, String documentation) {

    /** Types, by Kafka's names. */
    public enum Form {
        STRING,
        INT,
        LONG,
        BOOLEAN,
        LIST,
        CLASS,
        PASSWORD
    }

    /** How much it matters, by Kafka's names. */
    public enum Importance {
        HIGH,
        MEDIUM,
        LOW
    }

    /** A check of one value. */
    @FunctionalInterface
    public interface Check {

        Check ANY = _ -> null;

        /** What would be right, completing "must be"; null when the value is. */
        @Nullable
        String problem(String value);
    }

    public Setting {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(check, "check is null");
    }

    /** One that must be set. */
    public static Setting required(String name, Form type, String documentation) {
        return new Setting(name, type, null, Check.ANY, Importance.HIGH, documentation);
    }

    /** One with a default. */
    public static Setting optional(String name, Form type, String fallback, String documentation) {
        return new Setting(name, type, fallback, Check.ANY, Importance.LOW, documentation);
    }

    /** The same with a check. */
    public Setting with(Check other) {
        return new Setting(name, type, fallback, other, importance, documentation);
    }

    /** The same with another importance. */
    public Setting with(Importance other) {
        return new Setting(name, type, fallback, check, other, documentation);
    }

    public boolean secret() {
        return type == Form.PASSWORD;
    }

    /** What would be right, completing "must be"; null when the value is. */
    @Nullable
    String problem(String value) {
        String wrongType = switch (type) {
            case INT -> number(value, Integer.MIN_VALUE, Integer.MAX_VALUE) ? null : "a whole number";
            case LONG -> number(value, Long.MIN_VALUE, Long.MAX_VALUE) ? null : "a whole number";
            case BOOLEAN -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false") ? null : "true or false";
            case LIST -> fallback == null && Values.entries(value).isEmpty() ? "a list with at least one entry" : null;
            case STRING, CLASS, PASSWORD -> fallback == null && value.isBlank() ? "set, not blank" : null;
        };
        return wrongType != null ? wrongType : check.problem(value);
    }

    private static boolean number(String value, long min, long max) {
        try {
            long number = Long.parseLong(value.strip());
            return number >= min && number <= max;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
