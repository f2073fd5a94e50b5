package io.millrace.sql.exec;

import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.stage.QueryContext;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What all sessions of one engine share: clock, bounds, seeds. */
final class EngineParts {

    private final Ticker ticker;
    private final EngineSettings settings;
    private final AtomicLong seeds;

    EngineParts(Ticker ticker, EngineSettings settings) {
        this.ticker = ticker;
        this.settings = settings;
        this.seeds = new AtomicLong(settings.seed() != 0 ? settings.seed() : ticker.nanos());
    }

    Ticker ticker() {
        return ticker;
    }

    EngineSettings settings() {
        return settings;
    }

    long nextSeed() {
        return new SplittableRandom(seeds.incrementAndGet()).nextLong();
    }

    QueryContext newQuery() {
        return new QueryContext(ticker, settings.limits(), nextSeed());
    }
}
