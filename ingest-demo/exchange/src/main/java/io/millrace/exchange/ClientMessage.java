package io.millrace.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client says. */
sealed interface ClientMessage {

    /**
     * A wish to begin or to end.
     *
     * @param subscribe false to end
     * @param channels products of each channel, in order; an empty set when none were named
     * @param products those named beside the channels
     */
    record Wish(boolean subscribe, Map<Channel, Set<String>> channels, Set<String> products) implements ClientMessage {}

    /**
     * Something that cannot be served.
     *
     * @param message what failed
     * @param reason why
     */
    record Wrong(String message, String reason) implements ClientMessage {}

    ObjectMapper JSON = new ObjectMapper();

    static ClientMessage of(byte[] text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (IOException _) {
            return new Wrong("Malformed JSON", "the message is not JSON");
        }
        if (json == null || !json.isObject()) {
            return new Wrong("Malformed JSON", "the message is not a JSON object");
        }
        String type = json.path("type").asText();
        return switch (type) {
            case "subscribe" -> wish(true, json);
            case "unsubscribe" -> wish(false, json);
            default -> new Wrong("Type has to be either subscribe or unsubscribe", "unknown type '" + type + "'");
        };
    }

    private static ClientMessage wish(boolean subscribe, JsonNode json) {
        String failed = subscribe ? "Failed to subscribe" : "Failed to unsubscribe";
        Set<String> products = texts(json.path("product_ids"));
        if (products == null) {
            return new Wrong(failed, "product_ids has to be an array of strings");
        }
        JsonNode list = json.path("channels");
        if (!list.isMissingNode() && !list.isArray()) {
            return new Wrong(failed, "channels has to be an array");
        }
        if (list.isEmpty() && (subscribe || products.isEmpty())) {
            return new Wrong(failed, "channels has to name at least one channel");
        }
        Map<Channel, Set<String>> channels = new LinkedHashMap<>();
        for (JsonNode node : list) {
            String name = node.isObject() ? node.path("name").asText() : node.asText();
            Channel channel = Channel.of(name);
            Set<String> own = node.isObject() ? texts(node.path("product_ids")) : Set.of();
            if (channel == null) {
                return new Wrong(failed, name + " is not a valid channel");
            }
            if (own == null) {
                return new Wrong(failed, "product_ids has to be an array of strings");
            }
            Set<String> all = channels.computeIfAbsent(channel, _ -> new LinkedHashSet<>());
            all.addAll(products);
            all.addAll(own);
        }
        return new Wish(subscribe, channels, products);
    }

    /** Null when it is something else than an array of texts. */
    private static @Nullable Set<String> texts(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Set.of();
        }
        if (!node.isArray()) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                return null;
            }
            all.add(item.textValue());
        }
        return new LinkedHashSet<>(all);
    }
}
