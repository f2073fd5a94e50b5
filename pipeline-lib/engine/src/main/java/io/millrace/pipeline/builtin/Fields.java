package io.millrace.pipeline.builtin;

import io.millrace.core.failure.PoisonException;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.graph.PlainValues;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The fields of a package's data, which must be a map. */
final class Fields {

    private Fields() {}

    /** What stands at a key; null is nothing. */
    static Object get(ModuleContext<Object> context, String key) {
        return PlainValues.find(map(context), key)
                .orElseThrow(() -> new PoisonException("there is nothing at key '" + key + "'"));
    }

    /** The text at a key. */
    static String text(ModuleContext<Object> context, String key) {
        Object value = get(context, key);
        if (value instanceof String text) {
            return text;
        }
        throw new PoisonException("expected a text at key '" + key + "', found " + words(value));
    }

    /** The number at a key. */
    static double number(ModuleContext<Object> context, String key) {
        Object value = get(context, key);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new PoisonException("expected a number at key '" + key + "', found " + words(value));
    }

    /** Puts a value at a key. */
    static void put(ModuleContext<Object> context, String key, @Nullable Object value) {
        context.setData(PlainValues.with(map(context), key, value));
    }

    /** Takes a key away. */
    static void remove(ModuleContext<Object> context, String key) {
        context.setData(PlainValues.without(map(context), key));
    }

    /** Changes the text at a key. */
    static void change(ModuleContext<Object> context, String key, UnaryOperator<String> change) {
        put(context, key, change.apply(text(context, key)));
    }

    private static Map<?, ?> map(ModuleContext<Object> context) {
        Object data = context.data();
        if (data instanceof Map<?, ?> map) {
            return map;
        }
        throw new PoisonException("expected a map as data, found " + words(data));
    }

    static String words(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String _ -> "a text";
            case Number _ -> "a number";
            case Boolean _ -> "a truth value";
            case Map<?, ?> _ -> "a map";
            case List<?> _ -> "a list";
            case byte[] _ -> "bytes";
            default -> "a " + value.getClass().getSimpleName();
        };
    }
}
