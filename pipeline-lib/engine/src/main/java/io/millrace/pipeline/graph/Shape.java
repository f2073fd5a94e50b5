package io.millrace.pipeline.graph;

/** What kind of data a module takes or gives, so that two that do not fit are told when a document is read. */
public enum Shape {
    /** Anything. */
    ANY,
    /** As an output: of the shape that came in. */
    SAME,
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

    /** What comes out of a module of this output that was given {@code input}. */
    public Shape after(Shape input) {
        return this == SAME ? input : this;
    }

    /** Whether data of this shape can be given to a module that takes {@code wanted}. */
    public boolean fits(Shape wanted) {
        return this == ANY || wanted == ANY || wanted == SAME || this == wanted;
    }
}
