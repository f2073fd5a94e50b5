package io.millrace.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is like.
 *
 * @param host the address it listens at
 * @param port 0 for any that is free
 * @param products for example {@code BTC-USD}; when a capture is played, those of the capture count
 * @param rate trades a second, of all products together; 0 for none
 * @param flood whether trades are made as fast as all who subscribed read them, whatever the rate
 * @param seed of all chance
 * @param firstTradeId id of the first trade of products that are not in the state; 0 for one from the clock, see
 *     {@link io.millrace.exchange.market.TradeIds}
 * @param state file or folder that keeps where the ids go on; null for none
 * @param keep trades of each product that REST can give at least
 * @param faults the probability of each fault, from 0 to 1; what is not in it has 0
 * @param stall how long a stall lasts
 * @param limits what clients may do
 * @param play null for the market
 */
public record ExchangeSettings(
        String host,
        int port,
        List<String> products,
        double rate,
        boolean flood,
        long seed,
        long firstTradeId,
        @Nullable Path state,
        int keep,
        Map<Fault, Double> faults,
        Duration stall,
        ExchangeLimits limits,
        @Nullable PlaySettings play) {

    private static final Pattern PRODUCT = Pattern.compile("[A-Z0-9]{1,12}-[A-Z0-9]{1,12}");
    private static final int MAX_PRODUCTS = 1000;
    private static final double MAX_RATE = 1_000_000;

    /** Three products, 50 trades a second, at port 5005 of the loopback, with the limits of Coinbase. */
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(
            "127.0.0.1",
            5005,
            List.of("BTC-USD", "ETH-USD", "SOL-USD"),
            50,
            false,
            1,
            0,
            null,
            1_000_000,
            Map.of(),
            Duration.ofSeconds(30),
            ExchangeLimits.COINBASE,
            null);

    public ExchangeSettings {
        products = List.copyOf(products);
        faults = Map.copyOf(faults);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
        }
        if (products.isEmpty() || products.size() > MAX_PRODUCTS) {
            throw new IllegalArgumentException("products must be 1 to " + MAX_PRODUCTS + ", were " + products.size());
        }
        for (String product : products) {
            if (!PRODUCT.matcher(product).matches()) {
                throw new IllegalArgumentException("a product must be like BTC-USD, was '" + product + "'");
            }
        }
        if (products.stream().distinct().count() != products.size()) {
            throw new IllegalArgumentException("products must be different, were " + products);
        }
        if (!(rate >= 0 && rate <= MAX_RATE)) {
            throw new IllegalArgumentException("rate must be from 0 to 1000000, was " + rate);
        }
        if (firstTradeId < 0) {
            throw new IllegalArgumentException("first trade id must be 0 or more, was " + firstTradeId);
        }
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be 1 or more, was " + keep);
        }
        faults.forEach(Faults::check);
    }

    public ExchangeSettings withPort(int at) {
        return copy(at, products, rate, flood, seed, firstTradeId, state, faults, limits, play);
    }

    public ExchangeSettings withProducts(String... ids) {
        return copy(port, List.of(ids), rate, flood, seed, firstTradeId, state, faults, limits, play);
    }

    public ExchangeSettings withRate(double tradesPerSecond) {
        return copy(port, products, tradesPerSecond, flood, seed, firstTradeId, state, faults, limits, play);
    }

    public ExchangeSettings withFlood(boolean on) {
        return copy(port, products, rate, on, seed, firstTradeId, state, faults, limits, play);
    }

    public ExchangeSettings withSeed(long ofChance) {
        return copy(port, products, rate, flood, ofChance, firstTradeId, state, faults, limits, play);
    }

    public ExchangeSettings withFirstTradeId(long id) {
        return copy(port, products, rate, flood, seed, id, state, faults, limits, play);
    }

    public ExchangeSettings withState(@Nullable Path file) {
        return copy(port, products, rate, flood, seed, firstTradeId, file, faults, limits, play);
    }

    /** With this fault as well. */
    public ExchangeSettings withFault(Fault fault, double probability) {
        Map<Fault, Double> more = new EnumMap<>(Fault.class);
        more.putAll(faults);
        more.put(fault, probability);
        return copy(port, products, rate, flood, seed, firstTradeId, state, more, limits, play);
    }

    public ExchangeSettings withLimits(ExchangeLimits others) {
        return copy(port, products, rate, flood, seed, firstTradeId, state, faults, others, play);
    }

    public ExchangeSettings withPlay(@Nullable PlaySettings capture) {
        return copy(port, products, rate, flood, seed, firstTradeId, state, faults, limits, capture);
    }

    /** With another bound of the trades that REST can give. */
    public ExchangeSettings withKeep(int trades) {
        return new ExchangeSettings(
                host, port, products, rate, flood, seed, firstTradeId, state, trades, faults, stall, limits, play);
    }

    /** With another address to listen at. */
    public ExchangeSettings withHost(String address) {
        return new ExchangeSettings(
                address, port, products, rate, flood, seed, firstTradeId, state, keep, faults, stall, limits, play);
    }

    /** With another length of stalls. */
    public ExchangeSettings withStall(Duration length) {
        return new ExchangeSettings(
                host, port, products, rate, flood, seed, firstTradeId, state, keep, faults, length, limits, play);
    }

    private ExchangeSettings copy(
            int at,
            List<String> ids,
            double tradesPerSecond,
            boolean on,
            long ofChance,
            long first,
            @Nullable Path file,
            Map<Fault, Double> probabilities,
            ExchangeLimits others,
            @Nullable PlaySettings capture) {
        return new ExchangeSettings(
                host, at, ids, tradesPerSecond, on, ofChance, first, file, keep, probabilities, stall, others, capture);
    }
}
