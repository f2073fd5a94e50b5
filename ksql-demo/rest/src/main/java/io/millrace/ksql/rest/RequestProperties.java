package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.ksql.query.PullOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a request may bring. Most of what Kafka Streams can be told would let a request reach other
 * brokers, load classes or use up the machine, so those few count that ksqlDB's users set for a query.
 */
final class RequestProperties {

    static final String MAX_LAG = "ksql.query.pull.max.allowed.offset.lag";
    static final String STANDBYS = "ksql.query.pull.enable.standby.reads";

    private static final String PREFIX = "ksql.streams.";

    /** What queries of Kafka Streams understand. */
    private static final Set<String> STREAMS = Set.of(
            "auto.offset.reset",
            "cache.max.bytes.buffering",
            "statestore.cache.max.bytes",
            "commit.interval.ms",
            "max.task.idle.ms",
            "buffered.records.per.partition",
            "consumer.auto.offset.reset");

    /** What is ours, or holds anyway. */
    private static final Set<String> KSQL = Set.of(
            MAX_LAG,
            STANDBYS,
            "ksql.query.pull.table.scan.enabled",
            "ksql.query.pull.consistency.token.enabled",
            "ksql.query.push.v2.enabled");

    private RequestProperties() {}

    static boolean allowed(String property) {
        return KSQL.contains(property.toLowerCase(Locale.ROOT)) || STREAMS.contains(name(property));
    }

    private static String name(String property) {
        String name = property.toLowerCase(Locale.ROOT);
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** Refuses a setting that is not one of those. */
    static void check(String property) {
        if (!allowed(property)) {
            throw RefusedException.badRequest("property '" + property + "' is unknown, or not for requests to set");
        }
    }

    /**
     * The settings in an object of JSON, all of them as texts.
     *
     * @param object null when there is none
     */
    static Map<String, String> of(@Nullable JsonNode object, String what) {
        Map<String, String> all = texts(object, what);
        all.keySet().forEach(RequestProperties::check);
        return all;
    }

    /** The members of an object as texts. */
    static Map<String, String> texts(@Nullable JsonNode object, String what) {
        Map<String, String> all = new LinkedHashMap<>();
        if (object == null || object.isNull()) {
            return all;
        }
        if (!object.isObject()) {
            throw RefusedException.badRequest(what + " must be an object of JSON");
        }
        object.properties()
                .forEach(member -> all.put(member.getKey(), member.getValue().asText()));
        return all;
    }

    /** Those that a query is started with. */
    static Map<String, String> ofStreams(Map<String, String> all) {
        Map<String, String> some = new LinkedHashMap<>(all);
        some.keySet().removeIf(property -> !STREAMS.contains(name(property)));
        return some;
    }

    static PullOptions pull(Map<String, String> all) {
        PullOptions options = PullOptions.DEFAULT;
        boolean standbys = options.standbys();
        long maxLag = options.maxLag();
        for (Map.Entry<String, String> property : all.entrySet()) {
            String value = property.getValue();
            switch (property.getKey().toLowerCase(Locale.ROOT)) {
                case MAX_LAG -> maxLag = lag(value);
                case STANDBYS -> standbys = Boolean.parseBoolean(value);
                default -> {
                    // not for pull queries
                }
            }
        }
        return new PullOptions(standbys, maxLag);
    }

    private static long lag(String value) {
        try {
            long lag = Long.parseLong(value.strip());
            if (lag >= 0) {
                return lag;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw RefusedException.badRequest(MAX_LAG + " must be a number of records, 0 or more, was '" + value + "'");
    }
}
