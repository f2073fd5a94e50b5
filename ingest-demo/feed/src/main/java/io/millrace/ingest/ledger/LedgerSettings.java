package io.millrace.ingest.ledger;

import static java.util.Objects.requireNonNull;

import io.millrace.core.pipeline.Backoff;
import java.time.Duration;

/**
 * The bounds of a {@link TradeLedger}.
 *
 * @param grace how long a trade may come late before its absence is a gap
 * @param maxGap trades of one gap at most; more are lost at once
 * @param maxGaps gaps looked for at a time; when there are more, the oldest is lost
 * @param maxMissing trades looked for at a time, over all series
 * @param attempts searches for a gap before what was not found is lost; 0 for none
 * @param patience how long failing requests are repeated before the gap is lost
 * @param backoff between searches, and between failing requests
 */
public record LedgerSettings(
        Duration grace, long maxGap, int maxGaps, long maxMissing, int attempts, Duration patience, Backoff backoff) {

    /** A second of grace; a million trades a gap, 10,000 gaps, five million trades; 5 searches, one hour. */
    public static final LedgerSettings DEFAULT = new LedgerSettings(
            Duration.ofSeconds(1),
            1_000_000,
            10_000,
            5_000_000,
            5,
            Duration.ofHours(1),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));

    public LedgerSettings {
        requireNonNull(grace, "grace is null");
        requireNonNull(patience, "patience is null");
        requireNonNull(backoff, "backoff is null");
        if (maxGap < 1 || maxGaps < 1 || maxMissing < maxGap || attempts < 0) {
            throw new IllegalArgumentException("bounds must be positive and maxMissing at least maxGap, were maxGap="
                    + maxGap + " maxGaps=" + maxGaps + " maxMissing=" + maxMissing + " attempts=" + attempts);
        }
    }
}
