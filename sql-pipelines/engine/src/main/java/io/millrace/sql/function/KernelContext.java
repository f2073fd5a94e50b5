package io.millrace.sql.function;

import io.millrace.core.time.Ticker;

/**
 * What a running query gives its kernels.
 *
 * @param ticker the clock of {@code now()}
 * @param seed start of the random sequences: equal seeds give equal rows
 */
public record KernelContext(Ticker ticker, long seed) {

    /** The same clock with a seed of its own for the kernel of that number. */
    public KernelContext fork(long number) {
        return new KernelContext(ticker, Random64.mix(seed + (number + 1) * Random64.GOLDEN));
    }
}
