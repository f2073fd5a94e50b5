package io.millrace.ingest.rest;

import io.millrace.ingest.message.Side;

/**
 * A trade as the REST API tells of it.
 *
 * @param side the maker's
 * @param time as it was sent, such as {@code 2025-02-04T02:00:06.419368Z}
 */
public record FoundTrade(long tradeId, String price, String size, Side side, String time) {}
