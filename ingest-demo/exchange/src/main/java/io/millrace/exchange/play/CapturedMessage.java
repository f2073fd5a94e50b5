package io.millrace.exchange.play;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message of a captured feed.
 *
 * @param nanos when it came, from an arbitrary origin, never before the message before
 * @param text as it came
 * @param json the same, read
 */
public record CapturedMessage(long nanos, String text, JsonNode json) {

    /** Its type, or an empty text. */
    public String type() {
        return json.path("type").asText();
    }

    /** Its product, or an empty text. */
    public String product() {
        return json.path("product_id").asText();
    }
}
