package io.millrace.mq.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.mq.app.MessageJson.Put;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests to queues; what is wrong is told by its field. */
final class PutBody {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PutBody() {}

    /**
     * The messages of a put.
     *
     * @param type its media type; anything but JSON is the text of one message
     */
    static List<Put> read(@Nullable String type, byte[] body, int max) {
        if (type == null || !type.toLowerCase(Locale.ROOT).contains("json")) {
            return List.of(new Put(text(body), null, null, null));
        }
        JsonNode root = parse(body);
        JsonNode list = root.path("messages");
        List<Put> messages = new ArrayList<>();
        if (list.isMissingNode()) {
            messages.add(put(root, ""));
        } else if (!list.isArray() || list.isEmpty() || list.size() > max || root.size() > 1) {
            throw wrong("messages must be a list of 1 to " + max + " messages, with nothing beside it", null);
        } else {
            for (int i = 0; i < list.size(); i++) {
                messages.add(put(list.get(i), "messages[" + i + "]."));
            }
        }
        return messages;
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("the body is not UTF-8 text", e);
        }
    }

    private static Put put(JsonNode node, String path) {
        Put put = bind(node, Put.class, path);
        if (put == null || put.text() == null) {
            throw wrong(
                    path + "text is missing; a message is {\"text\": \"...\"} with id, key and ttlSeconds as wanted",
                    null);
        }
        if (put.ttlSeconds() != null && !(put.ttlSeconds() >= 0 && put.ttlSeconds() <= 1e9)) {
            throw wrong(path + "ttlSeconds must be from 0 to 1000000000, was " + put.ttlSeconds(), null);
        }
        return put;
    }

    /** The body as an object; none stands for the default. */
    static <T> T object(byte[] body, Class<T> type, T otherwise) {
        if (body.length == 0) {
            return otherwise;
        }
        T object = bind(parse(body), type, "");
        return object == null ? otherwise : object;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || !root.isObject()) {
                throw wrong("the body must be a JSON object", null);
            }
            return root;
        } catch (JsonProcessingException e) {
            throw wrong("the body is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw wrong("the body is not JSON", e);
        }
    }

    private static <T> @Nullable T bind(JsonNode node, Class<T> type, String path) {
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonMappingException e) {
            String field = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."));
            throw wrong(path + field + " is not as it should be: " + firstLine(e.getOriginalMessage()), e);
        } catch (JsonProcessingException e) {
            throw wrong(path + " is not as it should be: " + firstLine(e.getOriginalMessage()), e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceAll("\\s*\\(class [^)]*\\)", "");
    }

    private static InvalidRequestException wrong(String message, @Nullable Exception cause) {
        return new InvalidRequestException(Reason.MALFORMED, message, cause);
    }
}
