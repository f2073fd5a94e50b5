package io.millrace.sql.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares rows as the suites mean it: numbers by value, times with or without zone, any value where they say so. */
final class Rows {

    /** The suites print floats short: {@code 123.3} for the sum of two float32. */
    private static final double TOLERANCE = 1e-5;

    private Rows() {}

    /** What differs; null when nothing does. */
    static @Nullable String difference(JsonNode expected, List<List<JsonNode>> actual, boolean ordered) {
        List<JsonNode> rows = new ArrayList<>();
        expected.forEach(rows::add);
        boolean same = rows.size() == actual.size() && (ordered ? matchInOrder(rows, actual) : matchAll(rows, actual));
        return same ? null : "expected " + shortened(expected.toString()) + " but got " + shortened(actual.toString());
    }

    private static String shortened(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "..." : text;
    }

    private static boolean matchInOrder(List<JsonNode> expected, List<List<JsonNode>> actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchAll(List<JsonNode> expected, List<List<JsonNode>> actual) {
        List<List<JsonNode>> left = new ArrayList<>(actual);
        for (JsonNode row : expected) {
            boolean found = false;
            for (int i = 0; i < left.size() && !found; i++) {
                if (matches(row, left.get(i))) {
                    left.remove(i);
                    found = true;
                }
            }
            if (!found) {
                return false;
            }
        }
        return left.isEmpty();
    }

    private static boolean matches(JsonNode expected, List<JsonNode> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!valueMatches(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean valueMatches(JsonNode expected, JsonNode actual) {
        String wanted = text(expected);
        String found = text(actual);
        if (wanted.equals("any_value") || wanted.equals(found)) {
            return true;
        }
        BigDecimal a = number(wanted);
        BigDecimal b = number(found);
        if (a == null || b == null) {
            return false;
        }
        double scale = Math.max(1, Math.max(Math.abs(a.doubleValue()), Math.abs(b.doubleValue())));
        boolean whole =
                a.stripTrailingZeros().scale() <= 0 && b.stripTrailingZeros().scale() <= 0;
        return whole ? a.compareTo(b) == 0 : Math.abs(a.doubleValue() - b.doubleValue()) <= TOLERANCE * scale;
    }

    /** The value as the suites print it, in one form: Python's and JSON's spelling are the same. */
    private static String text(JsonNode node) {
        String text = node.isTextual() ? node.asText() : node.toString();
        if (text.equals("None") || node.isNull()) {
            return "null";
        }
        if (text.equals("True") || text.equals("False")) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*")) {
            String time = text.replaceFirst("\\+00:00$", "");
            return time.contains(".") ? time.replaceFirst("\\.?0*$", "") : time;
        }
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("(")) {
            return text.replace('\'', '"').replace('(', '[').replace(')', ']').replaceAll("\\s+", "");
        }
        return text;
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
