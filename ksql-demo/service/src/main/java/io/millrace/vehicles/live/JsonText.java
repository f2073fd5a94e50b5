package io.millrace.vehicles.live;

import org.jspecify.annotations.Nullable;

/** Writes one JSON object; members that are null are left out. */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(384);
    private boolean first = true;

    JsonText begin() {
        text.append('{');
        first = true;
        return this;
    }

    JsonText end() {
        text.append('}');
        first = false;
        return this;
    }

    /** Begins a member whose value follows. */
    JsonText name(String name) {
        if (!first) {
            text.append(',');
        }
        first = false;
        text.append('"').append(name).append("\":");
        return this;
    }

    JsonText put(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    JsonText put(String name, @Nullable Number value) {
        if (value != null && !(value instanceof Double real && !Double.isFinite(real))) {
            name(name);
            text.append(value);
        }
        return this;
    }

    /** Adds text as it is. */
    JsonText raw(String more) {
        text.append(more);
        return this;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
