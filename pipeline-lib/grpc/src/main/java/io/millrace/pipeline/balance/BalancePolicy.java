package io.millrace.pipeline.balance;

/** Which of the servers gets the next call. */
public enum BalancePolicy {
    /** One after the other. */
    ROUND_ROBIN,
    /** Of two picked at random the one with fewer calls under way. */
    LEAST_REQUEST,
    /**
     * As often as a server's reports of load say that it can do: calls per second by utilization (ORCA, out of band).
     * Servers that do not report get the average.
     */
    WEIGHTED
}
