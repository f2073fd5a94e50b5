package io.millrace.ingest.ledger;

/**
 * Trades to look for: some of them are missing.
 *
 * @param series the product
 * @param first first id
 * @param last last id, less than {@link #WINDOW} behind the first
 */
public record Search(String series, long first, long last) {

    /** Ids that one search spans at most: a page of the exchange. */
    public static final int WINDOW = 1_000;
}
