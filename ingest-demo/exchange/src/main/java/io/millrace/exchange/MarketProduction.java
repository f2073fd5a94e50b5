package io.millrace.exchange;

import io.millrace.exchange.market.Product;
import io.millrace.exchange.market.TradeIds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Trades of the simulated market, at a rate or as fast as they are read. */
final class MarketProduction implements Production {

    private static final double SECOND = 1e9;
    private static final int MAX_STEPS = 20_000;
    private static final double MAX_OWED = 1_000_000;
    private static final int FLOOD_ROUND = 256;
    private static final int FLOOD_ROUNDS = 16;

    private final Hub hub;
    private final TradeIds ids;
    private final Publisher publisher;
    private final List<Listing> listings;
    private final List<String> names;
    private final SplittableRandom random;
    private final double rate;
    private final boolean flood;
    private long last;
    private double owed;

    MarketProduction(Hub hub, TradeIds ids, ExchangeSettings settings) {
        this.hub = hub;
        this.ids = ids;
        this.listings = new ArrayList<>(hub.listings().values());
        this.names = listings.stream().map(Listing::id).toList();
        this.publisher = new Publisher(hub.messages(), listings.getFirst());
        this.random = new SplittableRandom(settings.seed());
        this.rate = settings.rate();
        this.flood = settings.flood();
        this.last = hub.nanos();
        ids.reserve(names, false, this::unused);
    }

    @Override
    public boolean produce(long nanos, long micros) {
        owed = Math.min(MAX_OWED, owed + (nanos - last) * rate / SECOND);
        last = nanos;
        if (flood) {
            return flood(micros);
        }
        int steps = (int) Math.min(owed, MAX_STEPS);
        steps(steps, micros);
        owed -= steps;
        return owed >= 1;
    }

    private boolean flood(long micros) {
        for (int round = 0; round < FLOOD_ROUNDS; round++) {
            if (!hub.watched() || hub.full()) {
                return false;
            }
            steps(FLOOD_ROUND, micros);
            hub.outlet().flush();
        }
        return true;
    }

    private void steps(int count, long micros) {
        for (int i = 0; i < count; i++) {
            Listing listing = listings.get(random.nextInt(listings.size()));
            Product product = product(listing);
            if (!ids.covers(listing.id(), product.last().id() + 1)) {
                ids.reserve(names, true, this::unused);
            }
            product.step(micros, publisher.of(listing, Fate.of(hub.faults()), micros));
        }
    }

    private static Product product(Listing listing) {
        @Nullable Product product = listing.market();
        if (product == null) {
            throw new IllegalStateException(listing.id() + " has no market");
        }
        return product;
    }

    private long unused(String name) {
        Listing listing = hub.listings().get(name);
        return listing == null ? 0 : product(listing).last().id() + 1;
    }

    @Override
    public void second(long micros) {
        ids.reserve(names, false, this::unused);
    }

    @Override
    public void batch(long micros) {
        publisher.sendBatches(micros);
    }

    @Override
    public void close() {
        try (ids) {
            ids.release(names, this::unused);
        }
    }
}
