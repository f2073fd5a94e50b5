package io.millrace.mq.fix;

/** Kinds of messages that the functions tell apart, by tag 35. */
public enum FixType {
    /** {@code 0}: nothing happened. */
    HEARTBEAT,
    /** {@code D}: a new order. */
    ORDER,
    /** {@code S}: the national best bid and offer of a symbol. */
    NBBO,
    /** All others. */
    OTHER
}
