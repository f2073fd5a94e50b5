package io.millrace.pipeline.builtin;

import io.millrace.pipeline.graph.ConditionType;
import io.millrace.pipeline.graph.PlainValues;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code matches}. */
public final class MatchesCondition implements ConditionType {

    private static final int MAX_CHARACTERS = 10_000;

    /** For {@link java.util.ServiceLoader}. */
    public MatchesCondition() {}

    @Override
    public String name() {
        return "matches";
    }

    @Override
    public String description() {
        return "Whether the text at a key matches a regular expression; longer ones than 10,000 characters never do.";
    }

    @Override
    public Shape input() {
        return Shape.MAP;
    }

    @Override
    public Supplier<? extends Predicate<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        Predicate<String> pattern = pattern(settings);
        return () -> data -> PlainValues.find(data, key)
                .filter(value -> value instanceof String text && text.length() <= MAX_CHARACTERS && pattern.test(text))
                .isPresent();
    }

    private static Predicate<String> pattern(Settings settings) {
        try {
            return Pattern.compile(settings.requiredText("pattern")).asMatchPredicate();
        } catch (PatternSyntaxException e) {
            settings.problem("pattern", "is no regular expression: " + e.getDescription() + " at " + e.getIndex());
            return _ -> false;
        }
    }
}
