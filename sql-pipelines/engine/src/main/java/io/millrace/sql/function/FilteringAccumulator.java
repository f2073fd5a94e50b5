package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes some rows on to another accumulator. */
final class FilteringAccumulator implements Accumulator {

    /** Says which rows count. */
    private interface Rule {

        /** Writes the numbers of the rows that count; gives how many. */
        int select(int[] groups, Vector[] arguments, int from, int to, int[] rows);

        /** How many of the arguments are the aggregate's own. */
        default int own(int arguments) {
            return arguments;
        }

        default void reset(int group) {}
    }

    private final Accumulator inner;
    private final Rule rule;

    private FilteringAccumulator(Accumulator inner, Rule rule) {
        this.inner = inner;
        this.rule = rule;
    }

    /** Only rows without NULL. */
    static Accumulator notNull(Accumulator inner) {
        return new FilteringAccumulator(inner, (_, arguments, from, to, rows) -> notNull(arguments, from, to, rows));
    }

    /** Only rows whose last argument is true; it is not passed on. */
    static Accumulator onlyIf(Accumulator inner) {
        return new FilteringAccumulator(inner, new Condition());
    }

    /** Only the first row of each combination of arguments, per group. */
    static Accumulator distinct(Accumulator inner) {
        return new FilteringAccumulator(inner, new Distinct());
    }

    static int notNull(Vector[] arguments, int from, int to, int[] rows) {
        int count = 0;
        for (int i = from; i < to; i++) {
            boolean keep = true;
            for (Vector argument : arguments) {
                keep &= !argument.isNull(i);
            }
            rows[count] = i;
            count += keep ? 1 : 0;
        }
        return count;
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        int[] rows = new int[size];
        int count = rule.select(groups, arguments, 0, size, rows);
        int[] selected = new int[count];
        for (int i = 0; i < count; i++) {
            selected[i] = groups[rows[i]];
        }
        inner.add(selected, gather(arguments, rows, count), count, groupCount);
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        int[] groups = new int[to];
        Arrays.fill(groups, group);
        int[] rows = new int[to - from];
        int count = rule.select(groups, arguments, from, to, rows);
        inner.addAll(group, gather(arguments, rows, count), 0, count);
    }

    private Vector[] gather(Vector[] arguments, int[] rows, int count) {
        Vector[] gathered = new Vector[rule.own(arguments.length)];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = Vectors.gather(arguments[i], rows, count);
        }
        return gathered;
    }

    @Override
    public Vector result(int[] groups, int size) {
        return inner.result(groups, size);
    }

    @Override
    public void reset(int group) {
        rule.reset(group);
        inner.reset(group);
    }

    private static final class Condition implements Rule {

        @Override
        public int select(int[] groups, Vector[] arguments, int from, int to, int[] rows) {
            Vector condition = arguments[arguments.length - 1];
            long[] values = ((LongVector) condition).values;
            int count = 0;
            for (int i = from; i < to; i++) {
                rows[count] = i;
                count += values[i] != 0 && !condition.isNull(i) ? 1 : 0;
            }
            return count;
        }

        @Override
        public int own(int arguments) {
            return arguments - 1;
        }
    }

    private static final class Distinct implements Rule {

        private final List<@Nullable Set<Object>> seen = new ArrayList<>();

        @Override
        public int select(int[] groups, Vector[] arguments, int from, int to, int[] rows) {
            int count = 0;
            for (int i = from; i < to; i++) {
                if (of(groups[i]).add(Keys.of(arguments, i))) {
                    rows[count++] = i;
                }
            }
            return count;
        }

        private Set<Object> of(int group) {
            while (seen.size() <= group) {
                seen.add(null);
            }
            Set<Object> set = seen.get(group);
            if (set == null) {
                set = new HashSet<>();
                seen.set(group, set);
            }
            return set;
        }

        @Override
        public void reset(int group) {
            if (group < seen.size()) {
                seen.set(group, null);
            }
        }
    }
}
