package io.millrace.pipeline.flow;

/** Something that wants to be looked at now and then. */
@FunctionalInterface
interface Watch {

    /** The answer of who wants to be looked at only after the next {@link Sentinel#wake}. */
    long NEVER = Long.MAX_VALUE;

    /** Looks, quickly; gives the nanoseconds after which it wants to be looked at again. */
    long look();
}
