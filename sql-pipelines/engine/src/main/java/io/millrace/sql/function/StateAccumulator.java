package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An accumulator with an object per group. */
final class StateAccumulator<S> implements Accumulator {

    /** Adds one row to a group's state. */
    @FunctionalInterface
    interface Adder<S> {
        void add(S state, Vector[] arguments, int row);
    }

    private final DataType type;
    private final Supplier<S> create;
    private final Adder<S> adder;
    private final Function<S, @Nullable Object> finish;
    private final List<@Nullable S> states = new ArrayList<>();

    StateAccumulator(DataType type, Supplier<S> create, Adder<S> adder, Function<S, @Nullable Object> finish) {
        this.type = type;
        this.create = create;
        this.adder = adder;
        this.finish = finish;
    }

    private S state(int group) {
        while (states.size() <= group) {
            states.add(null);
        }
        S state = states.get(group);
        if (state == null) {
            state = create.get();
            states.set(group, state);
        }
        return state;
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        for (int i = 0; i < size; i++) {
            adder.add(state(groups[i]), arguments, i);
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        S state = state(group);
        for (int i = from; i < to; i++) {
            adder.add(state, arguments, i);
        }
    }

    @Override
    public Vector result(int[] groups, int size) {
        VectorBuilder builder = new VectorBuilder(type, size);
        for (int i = 0; i < size; i++) {
            S state = groups[i] < states.size() ? states.get(groups[i]) : null;
            builder.add(finish.apply(state == null ? create.get() : state));
        }
        Vector result = builder.build();
        if (!type.nullable()) {
            result.nulls = null;
        }
        return result;
    }

    @Override
    public void reset(int group) {
        if (group < states.size()) {
            states.set(group, null);
        }
    }
}
