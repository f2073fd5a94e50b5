package io.millrace.pipeline.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How calls spread over servers.
 *
 * @param policy who is next
 * @param outliers who is left out
 * @param slowStart how long a server that has just connected gets less than its share, rising evenly; zero: never
 * @param patience how long a call that has not been sent to anybody waits for a server; zero: not at all
 */
public record BalanceSettings(BalancePolicy policy, OutlierSettings outliers, Duration slowStart, Duration patience) {

    /** Round robin, outliers left out, 5 s of slow start, 5 s of patience. */
    public static final BalanceSettings DEFAULT = new BalanceSettings(
            BalancePolicy.ROUND_ROBIN, OutlierSettings.DEFAULT, Duration.ofSeconds(5), Duration.ofSeconds(5));

    public BalanceSettings {
        requireNonNull(policy, "policy is null");
        requireNonNull(outliers, "outliers are null");
        requireNonNull(slowStart, "slowStart is null");
        requireNonNull(patience, "patience is null");
        if (slowStart.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "slowStart and patience must not be negative, were " + slowStart + " and " + patience);
        }
    }

    /** The same with another policy. */
    public BalanceSettings withPolicy(BalancePolicy value) {
        return new BalanceSettings(value, outliers, slowStart, patience);
    }

    /** The same with other bounds of failing. */
    public BalanceSettings withOutliers(OutlierSettings value) {
        return new BalanceSettings(policy, value, slowStart, patience);
    }

    /** The same with another slow start; zero for none. */
    public BalanceSettings withSlowStart(Duration value) {
        return new BalanceSettings(policy, outliers, value, patience);
    }

    /** The same with another patience; zero for none. */
    public BalanceSettings withPatience(Duration value) {
        return new BalanceSettings(policy, outliers, slowStart, value);
    }
}
