package io.millrace.ingest.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and sizes as people write them. */
final class Values {

    static final String DURATION = "^[0-9]{1,9}(ms|s|m|h|d)$";
    static final String SIZE = "^[0-9]{1,9}(B|K|KB|KiB|M|MB|MiB|G|GB|GiB)$";

    private static final Pattern DURATIONS = Pattern.compile(DURATION.replace("[0-9]{1,9}", "([0-9]{1,9})"));
    private static final Pattern SIZES = Pattern.compile("^([0-9]{1,9})(B|([KMG])(B|iB)?)$");

    private Values() {}

    /** For example {@code 500ms}; null when it is none. */
    static @Nullable Duration duration(String text) {
        Matcher matcher = DURATIONS.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** For example {@code 64MiB} or {@code 64M}, which are the same; null when it is none. */
    static @Nullable Long size(String text) {
        Matcher matcher = SIZES.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(3);
        int shift = unit == null ? 0 : unit.equals("K") ? 10 : unit.equals("M") ? 20 : 30;
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
