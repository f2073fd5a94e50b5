package io.millrace.sql.wire;

import io.millrace.core.flow.Overflow;

/** Hears what the endpoint does, for meters. Thread-safe; each call returns at once. */
public interface NativeListener {

    /** For those who count nothing. */
    NativeListener NONE = new NativeListener() {};

    /** A client was let in. */
    default void connected() {}

    /** A client that was let in has gone. */
    default void disconnected() {}

    /** A client was sent away, at its hello or later. */
    default void refused() {}

    /** A query or another statement begins. */
    default void queryBegan() {}

    /** It has ended, well or not. */
    default void queryEnded() {}

    /** Rows were handed to the network. */
    default void sent(int rows) {}

    /** Bytes were handed to the network, rows and all else. */
    default void sentBytes(int bytes) {}

    /** Rows came from a client into a stream. */
    default void inserted(int rows) {}

    /** Rows that a client will not see because it was too slow. */
    default void dropped(Overflow policy, long rows) {}

    /** A client was told of an error. */
    default void exception(int code) {}
}
