package io.millrace.mq.function;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The functions on the class path: built in, and users' own. */
public final class Functions {

    private Functions() {}

    /** Their names, in order. */
    public static List<String> names() {
        return List.copyOf(providers().keySet());
    }

    /**
     * A new instance of the function of that name; empty when there is none.
     *
     * @param name in any case
     */
    public static Optional<MessageFunction> find(String name) {
        return Optional.ofNullable(providers().get(name.toLowerCase(Locale.ROOT)))
                .map(ServiceLoader.Provider::get);
    }

    /** The name in statistics and log files: {@code Marketspread}. */
    public static String label(String name) {
        return name.isEmpty()
                ? name
                : name.substring(0, 1).toUpperCase(Locale.ROOT)
                        + name.substring(1).toLowerCase(Locale.ROOT);
    }

    /** A user's function may replace a built-in one, which is listed first. */
    private static Map<String, ServiceLoader.Provider<MessageFunction>> providers() {
        Map<String, ServiceLoader.Provider<MessageFunction>> providers = new TreeMap<>();
        Stream<ServiceLoader.Provider<MessageFunction>> found =
                ServiceLoader.load(MessageFunction.class, Functions.class.getClassLoader()).stream();
        found.forEach(provider -> providers.put(provider.get().name().toLowerCase(Locale.ROOT), provider));
        return providers;
    }
}
