package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The file of the log may not grow any more, as on a full disk, and then it may again. */
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
final class FullDiskIT {

    private static final String PRODUCT = "BTC-USD";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void waitsForRoomAndStoresEachTradeOnce() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh to set a limit with");
        Assumptions.assumeTrue(isInstalled("prlimit"), "prlimit is not installed, it comes with util-linux");
        try (Exchange exchange = Exchange.start(
                ExchangeSettings.DEFAULT
                        .withPort(0)
                        .withProducts(PRODUCT)
                        .withRate(2_000)
                        .withLimits(ExchangeLimits.NONE),
                Ticker.SYSTEM)) {
            Path config = Files.writeString(
                    folder.resolve("trades.yaml"), """
                    pipelines:
                      trades:
                        source:
                          type: coinbase
                          wss_url: %s
                          rest_url: %s
                          subscription: {product_ids: [%s], channels: [ticker]}
                        buffer: {max_bytes: 64MiB}
                        sinks:
                          file: {type: file, file_path: trades.ndjson, retry: {first: 100ms, max: 1s}}
                    """.formatted(exchange.feed(), exchange.rest(), PRODUCT));
            try (ListenProcess process = ListenProcess.startLimited(folder, config, 1_024)) {
                process.await("the log to be full", () -> process.says("cannot write log"));
                long full = exchange.account(PRODUCT).last();
                process.await(
                        "trades that have no room",
                        () -> exchange.account(PRODUCT).last() > full + 2_000);
                assertThat(last()).isLessThanOrEqualTo(full);
                process.lift();
                long back = exchange.account(PRODUCT).last();
                process.await("what was made meanwhile", () -> last() > back);
                process.stop();
            }
        }
        List<String> stored = ListenProcess.trades(file()).stream().sorted().toList();
        long first = number(stored.getFirst());
        assertThat(stored.stream().mapToLong(FullDiskIT::number).toArray())
                .isEqualTo(LongStream.range(first, first + stored.size()).toArray());
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private Path file() {
        return folder.resolve("trades.ndjson");
    }

    private long last() {
        return ListenProcess.trades(file()).stream()
                .mapToLong(FullDiskIT::number)
                .max()
                .orElse(0);
    }

    private static long number(String trade) {
        return Long.parseLong(trade.substring(PRODUCT.length() + 1));
    }
}
