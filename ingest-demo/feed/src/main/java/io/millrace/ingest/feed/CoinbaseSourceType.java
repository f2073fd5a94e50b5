package io.millrace.ingest.feed;

import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.util.random.RandomGenerator;

/** The type {@code coinbase}: the market data of Coinbase Exchange, or of anyone who speaks as it does. */
public final class CoinbaseSourceType implements SourceType<CoinbaseSettings> {

    @Override
    public String name() {
        return "coinbase";
    }

    @Override
    public Class<CoinbaseSettings> settings() {
        return CoinbaseSettings.class;
    }

    @Override
    public Source<JsonRow> create(CoinbaseSettings settings, SourceContext context) {
        return new CoinbaseSource(FeedSettings.of(settings), context, RandomGenerator.getDefault());
    }
}
