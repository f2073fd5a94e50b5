package io.millrace.connect.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps secrets out of answers: what is told in place of a secret, and taken back for it. */
public final class Secrets {

    /** In place of a secret. Sent back, it stands for the secret that is held. */
    public static final String MASK = "********";

    // besides what connectors declare, all that looks like one: settings of converters and Kafka clients come unseen
    private static final Pattern NAME =
            Pattern.compile("(?i).*(password|secret|token|credential|jaas|passphrase|api\\.?key|user\\.info).*");

    private Secrets() {}

    public static boolean is(String name) {
        return NAME.matcher(name).matches();
    }

    /** The value that may be told. References may be: they are no secrets. */
    public static String masked(String name, String value) {
        return is(name) && !value.isEmpty() && !References.in(value) ? MASK : value;
    }

    /** Settings that may be told. */
    public static Map<String, String> masked(Map<String, String> settings) {
        Map<String, String> told = new TreeMap<>();
        settings.forEach((name, value) -> told.put(name, masked(name, value)));
        return Collections.unmodifiableMap(told);
    }

    /** Settings with each mask replaced by the secret that is held, so that an answer can be edited and sent back. */
    public static Map<String, String> unmasked(Map<String, String> settings, Map<String, String> held) {
        Map<String, String> whole = new TreeMap<>(settings);
        whole.replaceAll((name, value) -> is(name) && value.equals(MASK) ? held.getOrDefault(name, value) : value);
        return whole;
    }
}
