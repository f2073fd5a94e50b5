package io.millrace.mq.fault;

/**
 * What a {@link FaultProxy} did in one direction. When nothing is held any more, {@code received + duplicated} equals
 * {@code passed + lost + refused}.
 *
 * @param received datagrams that came in
 * @param passed datagrams that went out, copies included
 * @param lost datagrams that were dropped on purpose
 * @param duplicated additional copies
 * @param reordered datagrams that were held back for a later one
 * @param delayed datagrams that were held for a time
 * @param garbled datagrams whose bytes were changed
 * @param refused datagrams dropped at a bound or refused by the system
 */
public record FaultCounts(
        long received,
        long passed,
        long lost,
        long duplicated,
        long reordered,
        long delayed,
        long garbled,
        long refused) {}
