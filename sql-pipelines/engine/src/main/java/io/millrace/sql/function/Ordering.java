package io.millrace.sql.function;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The order of boxed values of one type, and keys for hash tables. Nulls come last. */
final class Ordering {

    private Ordering() {}

    static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null) {
            return right == null ? 0 : 1;
        }
        if (right == null) {
            return -1;
        }
        return switch (left) {
            case Long number -> number.compareTo((Long) right);
            case Double number -> number.compareTo((Double) right);
            case UUID uuid -> compareUuids(uuid, (UUID) right);
            case List<?> list -> compareLists(list, (List<?>) right);
            case Map<?, ?> map -> compareMaps(map, (Map<?, ?>) right);
            case Comparable<?> _ -> compareNatural(left, right);
            default -> throw new IllegalArgumentException("no order for " + left.getClass());
        };
    }

    @SuppressWarnings("unchecked") // both are of one class: values of one SQL type
    private static int compareNatural(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** Java compares the halves as signed numbers, SQL the bytes. */
    private static int compareUuids(UUID left, UUID right) {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }

    private static int compareLists(List<?> left, List<?> right) {
        Iterator<?> others = right.iterator();
        for (Object value : left) {
            if (!others.hasNext()) {
                return 1;
            }
            int order = compare(value, others.next());
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static int compareMaps(Map<?, ?> left, Map<?, ?> right) {
        return left.equals(right)
                ? 0
                : compareLists(
                        List.copyOf(left.entrySet()).stream()
                                .map(Ordering::pair)
                                .toList(),
                        List.copyOf(right.entrySet()).stream()
                                .map(Ordering::pair)
                                .toList());
    }

    private static List<Object> pair(Map.Entry<?, ?> entry) {
        List<Object> pair = new ArrayList<>();
        pair.add(entry.getKey());
        pair.add(entry.getValue());
        return pair;
    }

    /** An object that is equal for equal SQL values: decimals of different scales, both zeros. */
    static Object key(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.stripTrailingZeros();
            case Double number -> number == 0 ? (Object) 0.0 : number;
            default -> value;
        };
    }
}
