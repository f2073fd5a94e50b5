package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.list;

import io.millrace.ksql.expr.RowException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that give several rows: their bodies give a list, their result type is that of its items. */
final class TableFunctions {

    /** Most columns of a cube: each doubles the rows. */
    private static final int MAX_CUBE = 16;

    private TableFunctions() {}

    static void declare(Library library) {
        library.add("EXPLODE(ARRAY<T>) T", a -> a[0]).add("CUBE_EXPLODE(ARRAY<T>) ARRAY<T>", a -> cube(list(a[0])));
    }

    /** Every combination of the items with NULL in the place of some of them, the fullest last. */
    private static List<List<@Nullable Object>> cube(List<@Nullable Object> items) {
        if (items.size() > MAX_CUBE) {
            throw new RowException("a cube has at most " + MAX_CUBE + " columns, not " + items.size());
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int mask = 0; mask < 1 << items.size(); mask++) {
            if (!repeats(items, mask)) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    row.add((mask >> (items.size() - 1 - i) & 1) == 1 ? items.get(i) : null);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** True when the mask keeps an item that is NULL already, which would give an earlier row again. */
    private static boolean repeats(List<@Nullable Object> items, int mask) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) == null && (mask >> (items.size() - 1 - i) & 1) == 1) {
                return true;
            }
        }
        return false;
    }
}
