package io.millrace.mq.function;

import java.math.BigInteger;

/** Where a function puts its results: the outputs of its worker, numbered from 0. */
@FunctionalInterface
public interface Outputs {

    /**
     * Sends a message to output {@code hash mod outputs}. An empty message is not sent.
     *
     * @param hash any number; negative ones wrap, as in Python
     * @param message UTF-8 text
     */
    void route(long hash, String message);

    /** Sends a message to the first output. */
    default void send(String message) {
        route(0, message);
    }

    /** Sends a message to the output that a whole number selects, see {@link StableHash#of(BigInteger)}. */
    default void send(BigInteger choice, String message) {
        route(StableHash.of(choice), message);
    }

    /** Sends a message to the output that a whole number selects: for a small one {@code choice mod outputs}. */
    default void send(long choice, String message) {
        route(StableHash.of(choice), message);
    }

    /** Sends a message to the output that a text selects, see {@link StableHash#of(String)}. */
    default void send(String choice, String message) {
        route(StableHash.of(choice), message);
    }
}
