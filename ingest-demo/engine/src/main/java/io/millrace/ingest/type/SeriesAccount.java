package io.millrace.ingest.type;

/**
 * What is known of the trades of one series.
 *
 * @param series the product, for example {@code BTC-USD}
 * @param first first trade id seen
 * @param last last trade id seen
 * @param seen different trades seen, fetched ones too
 * @param duplicates trades that came again and were dropped
 * @param refilled trades that were fetched because they had not come
 * @param missing trades missing now
 * @param lost trades given up
 * @param openGaps stretches of missing trades now
 */
public record SeriesAccount(
        String series,
        long first,
        long last,
        long seen,
        long duplicates,
        long refilled,
        long missing,
        long lost,
        long openGaps) {}
