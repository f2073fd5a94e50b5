package io.millrace.ksql.expr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A way into a document: {@code $.user['first name'].tags[0]}. */
public final class JsonPath {

    private sealed interface Step {
        record Field(String name) implements Step {}

        record Item(int index) implements Step {}
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * The path of a text.
     *
     * @throws RowException when it is none
     */
    public static JsonPath of(String text) {
        if (!text.startsWith("$")) {
            throw bad(text);
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            at = text.charAt(at) == '.' ? field(text, at + 1, steps) : bracket(text, at, steps);
        }
        return new JsonPath(steps);
    }

    private static int field(String text, int start, List<Step> steps) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        if (end == start) {
            throw bad(text);
        }
        steps.add(new Step.Field(text.substring(start, end)));
        return end;
    }

    private static int bracket(String text, int start, List<Step> steps) {
        if (text.charAt(start) != '[' || start + 1 >= text.length()) {
            throw bad(text);
        }
        char quote = text.charAt(start + 1);
        boolean quoted = quote == '\'' || quote == '"';
        int end = text.indexOf(quoted ? quote + "]" : "]", start + (quoted ? 2 : 1));
        if (end < 0) {
            throw bad(text);
        }
        if (quoted) {
            steps.add(new Step.Field(text.substring(start + 2, end)));
            return end + 2;
        }
        String index = text.substring(start + 1, end);
        if (index.isEmpty() || index.length() > 9 || !index.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(text);
        }
        steps.add(new Step.Item(Integer.parseInt(index)));
        return end + 1;
    }

    private static RowException bad(String text) {
        return new RowException("'" + text + "' is no path into a document, such as $.user.tags[0]");
    }

    /** What lies there, a missing node when nothing does. */
    public JsonNode find(JsonNode root) {
        JsonNode node = root;
        for (Step step : steps) {
            node = switch (step) {
                case Step.Field field -> node.path(field.name());
                case Step.Item item -> node.path(item.index());
            };
        }
        return node;
    }
}
