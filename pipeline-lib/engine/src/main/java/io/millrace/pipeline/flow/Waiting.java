package io.millrace.pipeline.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The packages that wait for a worker, in the order in which they get one. Belongs to the station's lock. */
interface Waiting<T> {

    void add(Visit<T> visit);

    /** Removes and gives the first that may begin; null when there is none. */
    @Nullable
    Visit<T> poll();

    /** The one that came first; null when there is none. */
    @Nullable
    Visit<T> oldest();

    /** Which one makes room for another: the oldest of the lowest priority, which can be the new one itself. */
    Visit<T> victim(Visit<T> newcomer);

    /** The oldest of that key; null when there is none. */
    @Nullable
    Visit<T> ofKey(String key);

    void remove(Visit<T> visit);

    /** Packages of that key may begin again. */
    void free(String key);

    void forEach(Consumer<Visit<T>> action);

    int size();
}
