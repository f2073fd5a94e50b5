package io.millrace.mq.topology;

import java.time.Instant;

/**
 * A rejected order of market-spread.
 *
 * @param at when the sink saw it
 * @param client for example {@code CLIENT35}
 * @param symbol for example {@code TSLA}
 * @param quantity as the message prints it, for example {@code 4000.0}
 * @param reason for example {@code Unknown symbol: TSLA}
 */
public record RejectedOrder(Instant at, String client, String symbol, String quantity, String reason) {}
