package io.millrace.mq.worker;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.ReportText;
import io.millrace.mq.statistics.StatisticsReport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.ZoneId;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives statistics datagrams, prints each as a block, and posts it to the hub, quiet periods too. What is no report
 * is counted and logged.
 */
public final class MetricsReceiver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MetricsReceiver.class);

    private final HubPoster hub;
    private final ReportText text;
    private final Consumer<String> printer;
    private final LongAdder malformed = new LongAdder();
    private final DatagramServer server;

    private MetricsReceiver(InetSocketAddress listen, HubPoster hub, ZoneId zone, Consumer<String> printer) {
        this.text = new ReportText(zone);
        this.printer = printer;
        this.hub = hub;
        this.server = DatagramServer.start("metrics-receiver", listen, this::accept);
    }

    /**
     * Binds a port and begins to receive.
     *
     * @param zone of the times in the blocks
     * @param printer takes each block
     * @throws FatalException when the port cannot be bound
     */
    public static MetricsReceiver start(
            InetSocketAddress listen, URI hub, ZoneId zone, Consumer<String> printer, Ticker ticker) {
        HubPoster poster = HubPoster.start(hub, ticker);
        try {
            return new MetricsReceiver(listen, poster, zone, printer);
        } catch (FatalException e) {
            poster.close();
            throw e;
        }
    }

    private void accept(String datagram) {
        try {
            StatisticsReport report = StatisticsReport.parse(datagram);
            printer.accept(text.of(report));
            hub.post(report.hubJson());
        } catch (PoisonException e) {
            malformed.increment();
            if (Long.bitCount(malformed.sum()) == 1) {
                log.warn("malformed statistics, count={} reason={}", malformed.sum(), e.reason());
            }
        }
    }

    /** Where it receives. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Datagrams that were no report. */
    public long malformed() {
        return malformed.sum();
    }

    /** Stops receiving, and posts what waits. */
    @Override
    public void close() {
        server.close();
        hub.close();
    }
}
