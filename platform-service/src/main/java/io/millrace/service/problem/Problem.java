package io.millrace.service.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457), sent as {@code application/problem+json}: {@code {"type":"urn:problem:not-found",
 * "title":"Not found","status":404,"detail":"pipeline not found","instance":"/queries/x"}}.
 *
 * @param slug the last part of {@code type}, lower case with dashes; names the kind of problem and never changes
 * @param title the kind in words, the same for each occurrence
 * @param status the HTTP status, 400 to 599
 * @param detail what is wrong this time; null where nothing may be told
 * @param instance the path of the request, without its query; null inside a stream
 * @param details members beyond the five standard ones, in order; strings, numbers, booleans, lists and maps of these
 */
public record Problem(
        String slug,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        Map<String, Object> details) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper MAPPER = new JsonMapper();

    public Problem {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A problem without further members. */
    public static Problem of(String slug, String title, int status, @Nullable String detail) {
        return new Problem(slug, title, status, detail, null, Map.of());
    }

    /** The same problem, at a path. */
    public Problem at(@Nullable String path) {
        return new Problem(slug, title, status, detail, path, details);
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(member, value);
        return new Problem(slug, title, status, detail, instance, more);
    }

    /** The {@code type} member: {@code urn:problem:not-found}. */
    public String type() {
        return "urn:problem:" + slug;
    }

    /** The members in their order, the standard ones first. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type());
        members.put("title", title);
        members.put("status", status);
        if (detail != null) {
            members.put("detail", detail);
        }
        if (instance != null) {
            members.put("instance", instance);
        }
        details.forEach(members::putIfAbsent);
        return members;
    }

    /** The document as JSON on one line. */
    public String toJson() {
        try {
            return MAPPER.writeValueAsString(members());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("details of problem " + slug + " are no JSON", e);
        }
    }
}
