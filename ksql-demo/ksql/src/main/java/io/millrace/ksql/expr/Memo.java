package io.millrace.ksql.expr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What texts were compiled to, for the {@value #CAPACITY} used last. Not thread-safe. */
public final class Memo<T> {

    private static final int CAPACITY = 256;

    private final Function<String, T> compile;
    private final Map<String, T> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > CAPACITY;
        }
    };

    Memo(Function<String, T> compile) {
        this.compile = compile;
    }

    /** The compiled form; an error of compiling is thrown each time. */
    public T get(String text) {
        T value = known.get(text);
        if (value == null) {
            value = compile.apply(text);
            known.put(text, value);
        }
        return value;
    }
}
