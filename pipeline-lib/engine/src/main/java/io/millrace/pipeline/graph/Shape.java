package io.millrace.pipeline.graph;

/** What kind of data a module takes or gives, so that two that do not fit are told when a document is read. */
public enum Shape {
    /** Anything. */
    ANY,
    /** A map of text keys. */
    MAP,
    /** A list. */
    LIST,
    /** A text. */
    TEXT,
    /** A number. */
    NUMBER,
    /** Bytes. */
    BYTES;

    /** Whether data of this shape can be given to a module that takes {@code wanted}. */
    public boolean fits(Shape wanted) {
        return this == ANY || wanted == ANY || this == wanted;
    }
}
