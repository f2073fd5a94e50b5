package io.millrace.pipeline.live;

import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;

/**
 * How long packages took at an element, in seconds for one package: means over those that ended within the last ten
 * seconds, or over all when none did; 0 when there was none.
 *
 * @param packages how many ended within the last ten seconds
 * @param waiting for a worker (controllers) or the mutex (modules)
 * @param processing what is neither waiting
 * @param outputWaiting for those before it in the order
 * @param total from arrival to end
 */
public record LiveTimes(long packages, double waiting, double processing, double outputWaiting, double total) {

    static LiveTimes between(Sums before, Sums now) {
        long ended = now.ended - before.ended;
        Sums since = ended > 0 ? now.minus(before) : now;
        if (since.ended == 0) {
            return new LiveTimes(0, 0, 0, 0, 0);
        }
        double each = 1e9 * since.ended;
        double waiting = since.waitNanos / each;
        double output = since.outputNanos / each;
        double total = since.totalNanos / each;
        return new LiveTimes(ended, waiting, Math.max(0, total - waiting - output), output, total);
    }

    /** The sums that these times are made of. */
    record Sums(long input, long ended, long totalNanos, long waitNanos, long outputNanos) {

        static final Sums NONE = new Sums(0, 0, 0, 0, 0);

        static Sums of(ElementStatistics element) {
            long ended = 0;
            long nanos = 0;
            for (Tally outcome : element.outcomes().values()) {
                ended += outcome.count();
                nanos += outcome.nanos();
            }
            return new Sums(
                    element.input(),
                    ended,
                    nanos,
                    element.inputWaiting().nanos(),
                    element.outputWaiting().nanos());
        }

        Sums plus(Sums other) {
            return new Sums(
                    input + other.input,
                    ended + other.ended,
                    totalNanos + other.totalNanos,
                    waitNanos + other.waitNanos,
                    outputNanos + other.outputNanos);
        }

        Sums minus(Sums other) {
            return new Sums(
                    input - other.input,
                    ended - other.ended,
                    totalNanos - other.totalNanos,
                    waitNanos - other.waitNanos,
                    outputNanos - other.outputNanos);
        }
    }
}
