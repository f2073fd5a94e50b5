package io.millrace.ingest.live;

import io.millrace.ingest.type.SeriesAccount;

/**
 * What is known of the trades of one product.
 *
 * @param pipeline that they come through
 * @param series the product
 * @param first first trade id seen
 * @param last last trade id seen
 * @param seen different trades seen, fetched ones too
 * @param duplicates trades that came again and were dropped
 * @param refilled trades that were fetched because they had not come
 * @param missing trades missing now
 * @param lost trades given up
 * @param openGaps stretches of missing trades now
 * @param complete whether every trade from the first to the last is there
 */
public record LiveSeries(
        String pipeline,
        String series,
        long first,
        long last,
        long seen,
        long duplicates,
        long refilled,
        long missing,
        long lost,
        long openGaps,
        boolean complete) {

    /** The account of a series of a pipeline. */
    public static LiveSeries of(String pipeline, SeriesAccount account) {
        return new LiveSeries(
                pipeline,
                account.series(),
                account.first(),
                account.last(),
                account.seen(),
                account.duplicates(),
                account.refilled(),
                account.missing(),
                account.lost(),
                account.openGaps(),
                account.missing() == 0 && account.lost() == 0 && account.openGaps() == 0);
    }
}
