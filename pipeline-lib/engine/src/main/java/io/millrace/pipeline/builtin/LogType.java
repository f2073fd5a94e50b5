package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** {@code log}. */
public final class LogType extends BuiltInType {

    private static final Logger log = LoggerFactory.getLogger(LogType.class);
    private static final int MAX_CHARACTERS = 1024;

    private final BiConsumer<Level, String> lines;

    /** For {@link java.util.ServiceLoader}. */
    public LogType() {
        this((level, line) -> log.atLevel(level).log(line));
    }

    LogType(BiConsumer<Level, String> lines) {
        super("log", "Logs a text, with places for values as in template, at a level (info).", Shape.MAP);
        this.lines = lines;
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        Template template = Template.read(settings, "text");
        Level level = level(settings);
        return () -> context -> lines.accept(level, line(template.text(context)));
    }

    private static Level level(Settings settings) {
        String name = settings.text("level", "info");
        Optional<Level> level = Arrays.stream(Level.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
        if (level.isEmpty()) {
            settings.problem(
                    "level",
                    "must be one of "
                            + Arrays.stream(Level.values())
                                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + ", was '" + name + "'");
        }
        return level.orElse(Level.INFO);
    }

    /** One line: data must not forge others. */
    private static String line(String text) {
        String cut = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
