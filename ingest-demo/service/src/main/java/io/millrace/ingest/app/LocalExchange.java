package io.millrace.ingest.app;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.Fault;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulated exchange in this process, or none; moved, and told, when its port is taken. */
final class LocalExchange implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalExchange.class);
    private static final String STATE = "exchange";

    private final @Nullable Exchange exchange;

    private LocalExchange(@Nullable Exchange exchange) {
        this.exchange = exchange;
    }

    /** Starts it when it is wanted. Its trade ids go on over restarts, since they are kept with the data. */
    static LocalExchange start(IngestConfig config, Ticker ticker) {
        IngestConfig.Simulator wanted = config.simulator();
        if (!wanted.enabled()) {
            return new LocalExchange(null);
        }
        ExchangeSettings settings = settings(wanted, config.data().resolve(STATE));
        Exchange made;
        try {
            made = Exchange.start(settings, ticker);
        } catch (FatalException e) {
            if (wanted.port() == 0) {
                throw e;
            }
            made = Exchange.start(settings.withPort(0), ticker);
            log.warn("the simulated exchange has moved to another port: {}", e.getMessage());
        }
        log.info("simulated exchange in this process, address={}", made.feed());
        return new LocalExchange(made);
    }

    private static ExchangeSettings settings(IngestConfig.Simulator wanted, Path state) {
        return new ExchangeSettings(
                wanted.host(),
                wanted.port(),
                wanted.products(),
                wanted.rate(),
                ExchangeSettings.DEFAULT.flood(),
                wanted.seed(),
                ExchangeSettings.DEFAULT.firstTradeId(),
                state,
                ExchangeSettings.DEFAULT.keep(),
                faults(wanted.faults()),
                ExchangeSettings.DEFAULT.stall(),
                ExchangeSettings.DEFAULT.limits(),
                null);
    }

    private static Map<Fault, Double> faults(IngestConfig.Faults faults) {
        return Map.ofEntries(
                Map.entry(Fault.GAP, faults.gap()),
                Map.entry(Fault.LOST, faults.lost()),
                Map.entry(Fault.DUPLICATE, faults.duplicate()),
                Map.entry(Fault.DISORDER, faults.disorder()),
                Map.entry(Fault.MALFORMED, faults.malformed()),
                Map.entry(Fault.STALL, faults.stall()),
                Map.entry(Fault.DISCONNECT, faults.disconnect()),
                Map.entry(Fault.CLOSE, faults.close()),
                Map.entry(Fault.SLOW_CONSUMER, faults.slowConsumer()),
                Map.entry(Fault.ERROR, faults.error()),
                Map.entry(Fault.EARLY_DATA, faults.earlyData()));
    }

    /** The exchange; null when there is none. */
    @Nullable
    Exchange exchange() {
        return exchange;
    }

    /** Where its feed is, {@code ws://127.0.0.1:5005}; null when there is none. */
    @Nullable
    String feed() {
        return exchange == null ? null : exchange.feed();
    }

    /** Where documents find it, by the names of variables; empty when there is none. */
    Map<String, String> variables() {
        return exchange == null
                ? Map.of()
                : Map.of("EXCHANGE_URL", exchange.feed(), "EXCHANGE_REST_URL", exchange.rest());
    }

    @Override
    public void close() {
        if (exchange != null) {
            exchange.close();
        }
    }
}
