package io.millrace.sql.exec.stage;

import java.util.Arrays;

/** Hands out the dense numbers under which accumulators keep groups, and takes them back. */
final class GroupNumbers {

    private final QueryContext context;
    private int[] free = new int[16];
    private int freeCount;
    private int count;

    GroupNumbers(QueryContext context) {
        this.context = context;
    }

    int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        context.checkGroups(count + 1);
        return count++;
    }

    void giveBack(int number) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = number;
    }

    /** Every number in use is below it. */
    int count() {
        return count;
    }
}
