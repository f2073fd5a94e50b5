package io.millrace.pipeline.flow;

import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The workers of a station and what they are busy with. Belongs to the station's lock. */
final class Workers<T> {

    private final int limit;
    private final boolean oneForEachKey;
    private final Roster<T> atWork = new Roster<>();
    private final Set<String> busyKeys = new HashSet<>();
    private int busy;

    Workers(ControllerSettings settings) {
        this.limit = settings.workers();
        this.oneForEachKey = settings.mode() == ControllerMode.ORDER_BY_KEY;
    }

    boolean anyFree() {
        return busy < limit;
    }

    /** Whether packages of one key are worked on one after the other. */
    boolean oneForEachKey() {
        return oneForEachKey;
    }

    /** Whether one of them works on a package of that key. */
    boolean busyWith(String key) {
        return busyKeys.contains(key);
    }

    /** One of them begins with it. */
    void take(Visit<T> visit) {
        hold(visit);
        if (visit.key != null && oneForEachKey) {
            busyKeys.add(visit.key);
        }
        atWork.add(visit);
    }

    /** It is done, and still counts as a load of the station; nothing changes when it does already. */
    void keep(Visit<T> visit) {
        if (!visit.holdsSlot) {
            hold(visit);
        }
    }

    private void hold(Visit<T> visit) {
        busy++;
        visit.holdsSlot = true;
    }

    /** The worker of a package that has one is free again. */
    void giveBack(Visit<T> visit) {
        visit.holdsSlot = false;
        busy--;
        atWork.remove(visit);
        if (visit.key != null && oneForEachKey) {
            busyKeys.remove(visit.key);
        }
    }

    /** All packages that are being worked on, or that keep their worker afterwards. */
    void forEach(Consumer<Visit<T>> action) {
        atWork.forEach(action);
    }
}
