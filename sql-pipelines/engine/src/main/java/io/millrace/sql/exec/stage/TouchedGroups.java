package io.millrace.sql.exec.stage;

import java.util.Arrays;

/** The groups that changed since the last emission, in order of their first change. */
final class TouchedGroups {

    private boolean[] flags = new boolean[16];
    private int[] numbers = new int[16];
    private int count;

    void add(int number) {
        if (number >= flags.length) {
            flags = Arrays.copyOf(flags, Math.max(number + 1, flags.length * 2));
        }
        if (!flags[number]) {
            flags[number] = true;
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, count * 2);
            }
            numbers[count++] = number;
        }
    }

    boolean contains(int number) {
        return number < flags.length && flags[number];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** The first {@link #count} are valid. */
    int[] numbers() {
        return numbers;
    }

    void clear() {
        for (int i = 0; i < count; i++) {
            flags[numbers[i]] = false;
        }
        count = 0;
    }
}
