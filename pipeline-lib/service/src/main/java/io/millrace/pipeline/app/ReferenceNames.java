package io.millrace.pipeline.app;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.millrace.core.meter.MeterName.Kind;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Leaves the unit out of the names of times, as the reference does; other names are not touched. */
final class ReferenceNames implements NamingConvention {

    private static final Set<String> TIMES = Arrays.stream(ElementMeter.values())
            .filter(meter -> meter.kind() == Kind.SUMMARY)
            .map(ElementMeter::meter)
            .collect(Collectors.toUnmodifiableSet());

    private final NamingConvention otherwise;

    ReferenceNames(NamingConvention otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        return TIMES.contains(name) ? name.replace('.', '_') : otherwise.name(name, type, baseUnit);
    }

    @Override
    public String tagKey(String key) {
        return otherwise.tagKey(key);
    }

    @Override
    public String tagValue(String value) {
        return otherwise.tagValue(value);
    }
}
