package io.millrace.pipeline.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A controller, phase or module of the picture, its instances taken together.
 *
 * @param kind {@code controller}, {@code phase}, {@code execution}, {@code condition}, {@code combination} or
 *     {@code external}
 * @param id its identifier, the same in every instance
 * @param name its name
 * @param role which branch of a condition it is, {@code true} or {@code false}; null of all others
 * @param version of a module; null of all others
 * @param controller its settings; null of all others
 * @param perSecond packages that came within the last second
 * @param counts what became of packages since the start
 * @param times how long they took
 * @param elements what is within it, in order
 */
public record LiveElement(
        String kind,
        String id,
        String name,
        @Nullable String role,
        @Nullable String version,
        @Nullable LiveController controller,
        long perSecond,
        LiveCounts counts,
        LiveTimes times,
        List<LiveElement> elements) {

    public LiveElement {
        elements = List.copyOf(elements);
    }
}
