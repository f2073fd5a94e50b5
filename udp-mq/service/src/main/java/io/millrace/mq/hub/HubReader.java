package io.millrace.mq.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the body of {@code POST /post}: {@code {"pipeline_key": "NODE_1", "t1": 1795178943.4, "t0": 1795178942.4,
 * "topics": {"latency_bins": {"0.001": 4}, "throughput_out": {"1795178943": 4}}}}. A quiet period has {@code {}} or
 * {@code null} where there is nothing to tell.
 */
public final class HubReader {

    private static final int MAX_KEY = 200;
    private static final int MAX_ENTRIES = 3_600;
    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .build());

    private HubReader() {}

    /**
     * Reads one body.
     *
     * @throws InvalidRequestException naming the field that is wrong, and what would be right
     */
    public static HubPost read(byte[] body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "the body is not JSON: " + e.getOriginalMessage().replace('\n', ' '),
                    e);
        } catch (IOException e) {
            throw new InvalidRequestException(Reason.MALFORMED, "the body is not JSON", e);
        }
        if (root == null || !root.isObject()) {
            throw wrong("the body", "a JSON object with pipeline_key, t0, t1 and topics");
        }
        double t0 = time(root, "t0");
        double t1 = time(root, "t1");
        if (t1 < t0) {
            throw wrong("t1", "not before t0");
        }
        JsonNode topics = root.path("topics");
        if (!topics.isObject()) {
            throw wrong("topics", "an object with latency_bins and throughput_out");
        }
        return new HubPost(key(root), t0, t1, bins(topics), throughput(topics));
    }

    private static String key(JsonNode root) {
        JsonNode key = root.path("pipeline_key");
        if (!key.isTextual() || key.textValue().isBlank() || key.textValue().length() > MAX_KEY) {
            throw wrong("pipeline_key", "a text of 1 to " + MAX_KEY + " characters");
        }
        return key.textValue();
    }

    private static double time(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() < 1e11)) {
            throw wrong(field, "a time in epoch seconds");
        }
        return value.doubleValue();
    }

    private static List<Long> bins(JsonNode topics) {
        List<Long> bins = new ArrayList<>(Collections.nCopies(HubBins.NAMES.size(), 0L));
        for (Map.Entry<String, JsonNode> entry : entries(topics, "latency_bins")) {
            String path = "topics.latency_bins." + entry.getKey();
            double upper;
            try {
                upper = Double.parseDouble(entry.getKey());
            } catch (NumberFormatException e) {
                throw wrong(path, "named by a bin's upper bound in seconds, such as 0.001 or 1e-05", e);
            }
            if (!(upper > 0) || Double.isInfinite(upper)) {
                throw wrong(path, "named by a bin's upper bound in seconds, such as 0.001 or 1e-05");
            }
            int index = HubBins.indexOf(upper);
            bins.set(index, bins.get(index) + count(path, entry.getValue()));
        }
        return bins;
    }

    private static SortedMap<Long, Long> throughput(JsonNode topics) {
        SortedMap<Long, Long> throughput = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : entries(topics, "throughput_out")) {
            String path = "topics.throughput_out." + entry.getKey();
            if (!entry.getKey().matches("[0-9]{1,11}")) {
                throw wrong(path, "named by an epoch second, such as 1795178943");
            }
            throughput.merge(Long.valueOf(entry.getKey()), count(path, entry.getValue()), Long::sum);
        }
        return throughput;
    }

    private static List<Map.Entry<String, JsonNode>> entries(JsonNode topics, String field) {
        JsonNode object = topics.path(field);
        if (object.isMissingNode() || object.isNull()) {
            return List.of();
        }
        if (!object.isObject() || object.size() > MAX_ENTRIES) {
            throw wrong("topics." + field, "an object of at most " + MAX_ENTRIES + " members, or null");
        }
        return List.copyOf(object.properties());
    }

    private static long count(String path, JsonNode value) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > 1L << 50) {
            throw wrong(path, "a count, a whole number that is not negative");
        }
        return value.longValue();
    }

    private static InvalidRequestException wrong(String field, String right) {
        return new FieldException(field, field + " must be " + right);
    }

    private static InvalidRequestException wrong(String field, String right, Throwable cause) {
        InvalidRequestException failure = wrong(field, right);
        failure.addSuppressed(cause);
        return failure;
    }

    /** A refusal whose problem document has a member {@code field}. */
    private static final class FieldException extends InvalidRequestException {

        private static final long serialVersionUID = 1L;

        private final String field;

        FieldException(String field, String message) {
            super(Reason.MALFORMED, message);
            this.field = field;
        }

        @Override
        public Map<String, Object> details() {
            return Map.of("field", field);
        }
    }
}
