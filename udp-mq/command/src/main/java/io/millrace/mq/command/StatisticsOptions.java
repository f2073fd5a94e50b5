package io.millrace.mq.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.statistics.StatisticsSender;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the reference that say where statistics go. */
final class StatisticsOptions {

    @Option(
            names = "--metrics-address",
            paramLabel = "HOST:PORT",
            description = "Send statistics to this metrics receiver. Default: none are sent.")
    private @Nullable HostPort address;

    @Option(
            names = "--stats-period",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "Seconds between statistics. Default: ${DEFAULT-VALUE}.")
    private int period = 60;

    @Option(
            names = "--vuid",
            paramLabel = "ID",
            description = "The node's id in statistics. Default: made up, for example NTg2ODIx.")
    private @Nullable String vuid;

    NodeStatistics statistics(String function) {
        String id = vuid == null ? madeUp() : vuid;
        return new NodeStatistics(function, id, Ticker.SYSTEM);
    }

    /** As the reference makes it: the URL-safe Base64 of six random digits. */
    static String madeUp() {
        int digits = ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
        return Base64.getUrlEncoder().encodeToString(Integer.toString(digits).getBytes(UTF_8));
    }

    /** What sends the statistics; nothing when there is no receiver. */
    AutoCloseable sender(NodeStatistics statistics) {
        if (period < 1) {
            throw new InvalidRequestException(Reason.MALFORMED, "--stats-period must be at least 1, was " + period);
        }
        if (address == null) {
            return () -> {};
        }
        return StatisticsSender.start(
                List.of(statistics), address.resolve(), Duration.ofSeconds(period), Ticker.SYSTEM);
    }
}
