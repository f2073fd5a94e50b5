package io.millrace.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The packages that have a worker, in no order. Adding and removing cost the same however many there are. */
final class Roster<T> {

    private final List<Visit<T>> visits = new ArrayList<>();

    void add(Visit<T> visit) {
        visit.place = visits.size();
        visits.add(visit);
    }

    void remove(Visit<T> visit) {
        if (visit.place < 0) {
            return;
        }
        Visit<T> last = visits.removeLast();
        if (last != visit) {
            visits.set(visit.place, last);
            last.place = visit.place;
        }
        visit.place = -1;
    }

    void forEach(Consumer<Visit<T>> action) {
        visits.forEach(action);
    }
}
