package io.millrace.mq.node;

import io.millrace.core.time.Ticker;

/** One for each thing that strangers can make a node write, so that none hides another. */
record RareLogs(RareLog malformed, RareLog unknown, RareLog refused, RareLog withheld, RareLog failed) {

    static RareLogs of(Ticker ticker) {
        return new RareLogs(
                new RareLog(ticker),
                new RareLog(ticker),
                new RareLog(ticker),
                new RareLog(ticker),
                new RareLog(ticker));
    }
}
