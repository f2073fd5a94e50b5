package io.millrace.pipeline;

/** Where a package, or a record within it, stands. */
public enum Status {
    /** Not known; the wire's default. */
    UNSPECIFIED(0),
    /** Being worked on. */
    RUNNING(1),
    /** Waiting for a worker or for the module's lock. */
    WAITING(2),
    /** Done. */
    SUCCESS(3),
    /** Left early by a module's decision, without an error. */
    EXIT(4),
    /** A module failed. */
    ERROR(5),
    /** Left because a queue was full. */
    OVERFLOW(6),
    /** Left because a later package was faster, or because its place in the order was given up. */
    OUTDATED(7),
    /** Done, waiting for those before it in the order. */
    WAITING_OUTPUT(8);

    private final int number;

    Status(int number) {
        this.number = number;
    }

    /** The number on the wire, from 0. */
    public int number() {
        return number;
    }

    /** Whether nothing follows it. */
    public boolean isFinal() {
        return switch (this) {
            case SUCCESS, EXIT, ERROR, OVERFLOW, OUTDATED -> true;
            case UNSPECIFIED, RUNNING, WAITING, WAITING_OUTPUT -> false;
        };
    }
}
