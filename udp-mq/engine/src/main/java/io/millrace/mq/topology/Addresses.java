package io.millrace.mq.topology;

import java.util.regex.Pattern;

/** Addresses as texts: {@code 127.0.0.1:10000}, {@code queue.example:10000}, {@code [::1]:10000}. */
final class Addresses {

    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\s]+):(\\d{1,5})");

    private Addresses() {}

    static boolean isAddress(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535;
    }
}
