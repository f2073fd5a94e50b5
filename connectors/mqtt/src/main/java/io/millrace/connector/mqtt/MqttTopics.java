package io.millrace.connector.mqtt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What may be a topic and a topic filter: section 4.7 of the OASIS standard, versions 3.1.1 and 5. */
final class MqttTopics {

    private static final int MAX_BYTES = 65_535;

    private MqttTopics() {}

    /** Completes the sentence "the topic ..."; null when it can be published to. */
    static @Nullable String problem(String topic) {
        if (topic.isEmpty()) {
            return "must not be empty";
        }
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            if (c == '+' || c == '#') {
                return "must not hold the wildcards + and #";
            }
            if (c == 0) {
                return "must not hold the character 0";
            }
        }
        // three bytes are the most that one char takes
        boolean tooLong = topic.length() > MAX_BYTES / 3 && topic.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
        return tooLong ? "must have at most 65535 bytes" : null;
    }

    /** Refuses what is not a filter, with the place of the wildcard that is wrong. */
    static void checkFilter(String filter) {
        if (filter.isEmpty() || filter.indexOf(0) >= 0 || filter.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a topic filter must have 1 to 65535 bytes and no character 0, was '" + filter + "'");
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean alone = level.length() == 1;
            if (level.contains("#") && !(alone && i == levels.length - 1)) {
                throw new IllegalArgumentException(
                        "# must be the whole last level of a topic filter, was '" + filter + "'");
            }
            if (level.contains("+") && !alone) {
                throw new IllegalArgumentException("+ must be a whole level of a topic filter, was '" + filter + "'");
            }
        }
    }
}
