package io.millrace.ingest.feed;

import io.millrace.ingest.type.Accepts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a source of type {@code coinbase}. All but the first two may be left out, and are null then.
 *
 * @param wssUrl where the feed is, {@code wss://ws-feed.exchange.coinbase.com}
 * @param subscription products and channels
 * @param connections 1, or 2: the same feed twice, of which the first copy of each trade wins
 * @param restUrl where trades are fetched that did not come; by default the REST API that belongs to {@code wss_url}
 * @param refill whether missing trades are fetched; true by default
 * @param refillAttempts how often a gap is searched before what was not found is lost, 1 to 100; 5 by default
 * @param restRate requests to the REST API a second at most, 1 to 100; 8 by default
 * @param heartbeat whether the heartbeat channel is added, so that silence and missing trades are noticed at once; true
 *     by default
 * @param silence how long nothing may come before the connection counts as lost; 20 s by default
 * @param gapGrace how long a trade may come late before its absence is a gap; 1 s by default
 * @param gapRows whether what becomes of gaps is told by rows of the type {@code gap}; false by default
 * @param maxGap trades of one gap at most, more are lost at once; 1,000,000 by default
 * @param maxGaps gaps looked for at a time, with more the oldest is lost; 10,000 by default
 * @param queueSize messages that wait between network and pipeline at most; 65,536 by default
 * @param maxMessageBytes length of a message at most, longer ones are refused; 8 MiB by default
 * @param compression whether permessage-deflate is offered; true by default
 */
public record CoinbaseSettings(
        @Accepts(pattern = "^wss?://[^/]+", example = "wss://ws-feed.exchange.coinbase.com")
        String wssUrl,

        Subscription subscription,
        @Accepts(min = 1, max = 2) @Nullable Integer connections,
        @Nullable String restUrl,
        @Nullable Boolean refill,
        @Accepts(min = 1, max = 100) @Nullable Integer refillAttempts,
        @Accepts(min = 1, max = 100) @Nullable Integer restRate,
        @Nullable Boolean heartbeat,
        @Nullable Duration silence,
        @Nullable Duration gapGrace,
        @Nullable Boolean gapRows,
        @Nullable Integer maxGap,
        @Nullable Integer maxGaps,
        @Nullable Integer queueSize,
        @Nullable Integer maxMessageBytes,
        @Nullable Boolean compression) {

    /** Settings with nothing but what is required. */
    public static CoinbaseSettings of(String wssUrl, Subscription subscription) {
        return new CoinbaseSettings(
                wssUrl,
                subscription,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
