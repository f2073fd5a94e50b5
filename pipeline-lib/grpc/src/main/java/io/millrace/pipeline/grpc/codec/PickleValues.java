package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes immutable plain values of what a pickle built, where one part may stand in many places or within itself. */
final class PickleValues {

    private static final int PARTS_PER_BYTE = 16;
    private static final int FEWEST_PARTS = 100_000;

    private final int maxParts;
    private int parts;

    private PickleValues(int bytes) {
        this.maxParts = (int) Math.min(Math.max(FEWEST_PARTS, (long) bytes * PARTS_PER_BYTE), Integer.MAX_VALUE);
    }

    /**
     * The value.
     *
     * @param bytes the pickle's length: parts count at each place where they stand, as a few hundred bytes can
     *     otherwise unfold to any size
     */
    static @Nullable Object plain(@Nullable Object built, int bytes) {
        return new PickleValues(bytes).value(built, 0);
    }

    private @Nullable Object value(@Nullable Object built, int depth) {
        PlainValues.checkDepth(depth);
        if (++parts > maxParts) {
            throw new PoisonException("data is a pickle of more than " + maxParts + " parts");
        }
        return switch (built) {
            case PickleTuple tuple -> list(tuple.elements(), depth);
            case ArrayList<?> list -> list(list, depth);
            case PickleMap map -> map(map.keysAndValues(), depth);
            case PickleName _ -> throw PickleInput.executable("it holds a function");
            case null, default -> built;
        };
    }

    private List<@Nullable Object> list(List<?> built, int depth) {
        List<@Nullable Object> list = new ArrayList<>(built.size());
        for (Object element : built) {
            list.add(value(element, depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> map(List<@Nullable Object> built, int depth) {
        Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(built.size() / 2);
        for (int i = 0; i < built.size(); i += 2) {
            map.put(PlainValues.key(built.get(i)), value(built.get(i + 1), depth + 1));
        }
        return Collections.unmodifiableMap(map);
    }
}
