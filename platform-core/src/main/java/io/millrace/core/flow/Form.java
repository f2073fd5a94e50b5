package io.millrace.core.flow;

import java.util.function.Function;

/**
 * A way to derive something from a chunk that all of its readers can share: frames, a compressed block, a direct
 * buffer. Make one constant per form; it is the identity under which {@link Chunk#form} remembers the result.
 *
 * @param <T> what is derived; shared between threads and never changed after it was made
 */
public final class Form<T> {

    private final Function<Chunk, T> maker;

    public Form(Function<Chunk, T> maker) {
        this.maker = maker;
    }

    T make(Chunk chunk) {
        return maker.apply(chunk);
    }
}
