package io.millrace.exchange;

import io.millrace.exchange.market.Product;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clockwork: looks at the ticker every few milliseconds and does what is due.
 *
 * <p><b>Threading:</b> not thread-safe; lives on the event loop of the exchange.
 */
final class Pump {

    private static final Logger log = LoggerFactory.getLogger(Pump.class);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long BATCH = Duration.ofMillis(50).toNanos();
    private static final int SLOW_TURN = 5;

    private final Vertx vertx;
    private final Context context;
    private final Hub hub;
    private final Production production;
    private final ExchangeSettings settings;
    private final long timer;
    private boolean again;
    private boolean stopped;
    private long lastBatch;
    private long lastSecond;
    private long seconds;

    Pump(Vertx vertx, Context context, Hub hub, Production production, ExchangeSettings settings) {
        this.vertx = vertx;
        this.context = context;
        this.hub = hub;
        this.production = production;
        this.settings = settings;
        this.lastBatch = hub.nanos();
        this.lastSecond = lastBatch;
        long millis = settings.flood() || settings.play() != null
                ? 5
                : Math.clamp((long) (1000 / Math.max(1, settings.rate())), 2, 20);
        this.timer = vertx.setPeriodic(millis, _ -> turn());
        hub.whenDrained(this::soon);
    }

    /** Takes a turn before the next tick, when that helps. */
    private void soon() {
        if (!again && !stopped && (settings.flood() || settings.play() != null)) {
            again = true;
            context.runOnContext(_ -> {
                again = false;
                turn();
            });
        }
    }

    private void turn() {
        if (stopped) {
            return;
        }
        try {
            long nanos = hub.nanos();
            long micros = hub.micros();
            if (production.produce(nanos, micros)) {
                soon();
            }
            if (nanos - lastBatch >= BATCH) {
                lastBatch = nanos;
                production.batch(micros);
                hub.connections()
                        .forEach(connection ->
                                connection.look(nanos, settings.limits().subscribeWithin()));
                strikeWaiting(nanos);
            }
            if (nanos - lastSecond >= SECOND) {
                lastSecond += (nanos - lastSecond) / SECOND * SECOND;
                second(nanos, micros);
            }
            hub.outlet().flush();
        } catch (RuntimeException e) {
            log.error("the exchange has failed and stands still", e);
            stopped = true;
        }
    }

    private void second(long nanos, long micros) {
        seconds++;
        production.second(micros);
        for (Listing listing : hub.listings().values()) {
            listing.topics().forEach(Topic::releaseOld);
            Topic heartbeat = listing.topic(Channel.HEARTBEAT);
            if (heartbeat.wanted()) {
                heartbeat.publish(MessageType.HEARTBEAT, hub.messages().heartbeat(listing, micros));
            }
            Topic batch = listing.topic(Channel.TICKER_BATCH);
            Product product = listing.market();
            if (seconds % SLOW_TURN == 0 && product != null && batch.wanted()) {
                batch.publish(MessageType.TICKER, hub.messages().ticker(product, product.last()));
            }
        }
        if (seconds % SLOW_TURN == 0 && hub.status().wanted()) {
            hub.status()
                    .publish(
                            MessageType.STATUS,
                            hub.messages().status(hub.listings().values()));
        }
        hub.outlet().flush();
        hub.connections().forEach(connection -> strike(connection, nanos));
    }

    /** Faults that were asked for by number do not wait for the second. */
    private void strikeWaiting(long nanos) {
        Faults faults = hub.faults();
        if (faults.waits(Fault.STALL)
                || faults.waits(Fault.DISCONNECT)
                || faults.waits(Fault.CLOSE)
                || faults.waits(Fault.SLOW_CONSUMER)) {
            hub.connections().forEach(connection -> strike(connection, nanos));
        }
    }

    private void strike(Connection connection, long nanos) {
        Faults faults = hub.faults();
        if (!connection.live()) {
            return;
        }
        if (faults.strikes(Fault.STALL)) {
            connection.stall(nanos + settings.stall().toNanos());
        }
        if (faults.strikes(Fault.DISCONNECT)) {
            connection.abort();
        } else if (faults.strikes(Fault.CLOSE)) {
            connection.close(Connection.NORMAL, "");
        } else if (faults.strikes(Fault.SLOW_CONSUMER)) {
            hub.slow(connection);
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        production.close();
    }
}
