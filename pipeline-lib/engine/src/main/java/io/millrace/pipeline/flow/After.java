package io.millrace.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was decided under a station's lock and has to happen once it is free. Most often that is nothing. */
final class After<T> {

    /** The one whose turn it is to leave; the thread that has this lets it leave, and those after it. */
    @Nullable
    Visit<T> turn;

    /** The calling thread, which is from outside, works on it. */
    @Nullable
    Visit<T> begun;

    private @Nullable List<Visit<T>> lost;
    private @Nullable List<Visit<T>> admitted;
    private @Nullable List<long[]> gaps;

    /** It leaves without having been worked on. */
    void lost(Visit<T> visit) {
        List<Visit<T>> list = lost;
        if (list == null) {
            list = new ArrayList<>(2);
            lost = list;
        }
        list.add(visit);
    }

    /** The station after its own has room for it now. */
    void admitted(Visit<T> visit) {
        List<Visit<T>> list = admitted;
        if (list == null) {
            list = new ArrayList<>(2);
            admitted = list;
        }
        list.add(visit);
    }

    /** Those places in the order, first to last, are no longer waited for. */
    void gap(long first, long last) {
        List<long[]> list = gaps;
        if (list == null) {
            list = new ArrayList<>(1);
            gaps = list;
        }
        list.add(new long[] {first, last});
    }

    List<Visit<T>> lost() {
        return lost == null ? List.of() : lost;
    }

    List<Visit<T>> admitted() {
        return admitted == null ? List.of() : admitted;
    }

    List<long[]> gaps() {
        return gaps == null ? List.of() : gaps;
    }

    /** Whether there is nothing to do. */
    boolean nothing() {
        return turn == null && onlyTurn();
    }

    /** Whether there is nothing to do but to let someone leave. */
    boolean onlyTurn() {
        return lost == null && admitted == null && gaps == null;
    }
}
