package io.millrace.vehicles.app;

import io.millrace.connector.redis.RedisReader;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Locations in Redis: a value per vehicle under its key. */
final class RedisLocations implements AutoCloseable {

    private static final int MAX_GLOB = 200;
    private static final Pattern GLOB = Pattern.compile("[*?\\[\\\\]");

    private final @Nullable RedisReader reader;
    private final int maxKeys;

    /**
     * Locations of a database.
     *
     * @param reader null when there is none
     * @param maxKeys of one answer
     */
    RedisLocations(@Nullable RedisReader reader, int maxKeys) {
        this.reader = reader;
        this.maxKeys = maxKeys;
    }

    /** Those whose key is the text, or matches it. */
    List<LocationRow> find(String vehicle) {
        RedisReader from = reader;
        if (from == null) {
            throw new TransientException("no Redis is set: vehicles.redis.server");
        }
        if (vehicle.isEmpty() || vehicle.length() > MAX_GLOB) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "parameter veh_id must have 1 to " + MAX_GLOB + " characters");
        }
        List<String> keys = GLOB.matcher(vehicle).find() ? matching(from, vehicle) : List.of(vehicle);
        return rows(from.get(keys));
    }

    private List<String> matching(RedisReader from, String glob) {
        RedisReader.Keys keys = from.keys(glob, maxKeys);
        if (!keys.complete()) {
            throw new InvalidRequestException(
                    Reason.UNPROCESSABLE, "more than " + maxKeys + " keys match '" + glob + "': ask for fewer");
        }
        return keys.names();
    }

    private static List<LocationRow> rows(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new LocationRow(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
