package io.millrace.ingest.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document as values, with the place of each.
 *
 * @param root all of it, with values in place of references
 * @param shown the same as people may see it: references as written, secrets hidden
 * @param places by path, for example {@code sink.port}, where the value stands
 * @param keys by path, where the key stands
 */
record Tree(JsonNode root, Object shown, Map<String, Place> places, Map<String, Place> keys) {

    /** Where something stands; of what is not there, where that stands which should have it. */
    Place place(String path) {
        return nearest(places, path);
    }

    /** Where a key stands. */
    Place key(String path) {
        Place place = keys.get(path);
        return place == null ? place(path) : place;
    }

    private static Place nearest(Map<String, Place> places, String path) {
        String at = path;
        while (!at.isEmpty() && !places.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return places.getOrDefault(at, Place.NOWHERE);
    }

    /** Whether the value of a path was given by reference, and so may be a secret. */
    boolean isReference(String path) {
        Object at = shown;
        for (String key : path.split("[.\\[\\]]+", -1)) {
            at = switch (at) {
                case Map<?, ?> map when map.get(key) != null -> map.get(key);
                case List<?> list when key.matches("[0-9]+") -> list.get(Integer.parseInt(key));
                default -> at;
            };
        }
        return at instanceof Map || (at instanceof String text && Secrets.isReference(text));
    }

    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What is shown of a part, without some keys. */
    Map<String, Object> shownAt(String path) {
        Object at = shown;
        for (String key : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map && map.get(key) != null ? map.get(key) : Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (at instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        }
        fields.remove("type");
        return fields;
    }
}
