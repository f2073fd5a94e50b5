package io.millrace.pipeline.balance;

/** How warm one server is. */
final class Warmth {

    /** What a server gets of its share at first, so that it warms up at all. */
    private static final double FLOOR = 0.1;

    private final WarmUp warmUp;
    private volatile long connectedNanos;

    Warmth(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    void connected() {
        connectedNanos = warmUp.connected();
    }

    /** What it gets of its share, from a tenth to 1. */
    double share(long nowNanos) {
        return Math.clamp((nowNanos - connectedNanos) / (double) Math.max(1, warmUp.windowNanos()), FLOOR, 1);
    }
}
