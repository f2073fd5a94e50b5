package io.millrace.exchange;

/** Permits that come back with time. */
final class RateLimit {

    private static final double SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private double left;
    private long last;

    RateLimit(int perSecond, int burst, long nanos) {
        this.perNano = perSecond / SECOND;
        this.burst = burst;
        this.left = burst;
        this.last = nanos;
    }

    boolean permits(long nanos) {
        refresh(nanos);
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Whether it is as if it were new, and can be forgotten. */
    boolean full(long nanos) {
        refresh(nanos);
        return left >= burst;
    }

    private void refresh(long nanos) {
        left = Math.min(burst, left + (nanos - last) * perNano);
        last = nanos;
    }
}
