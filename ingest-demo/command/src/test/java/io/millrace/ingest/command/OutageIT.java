package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * ClickHouse is killed and stays away for as many trades as half an hour of a busy product has, in seconds. The file
 * sink goes on meanwhile; then ClickHouse has each trade once.
 */
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
final class OutageIT {

    private static final String PRODUCT = "BTC-USD";

    /** Half an hour at ten trades a second. */
    private static final long TRADES = 30 * 60 * 10;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void storesWhatCameWhileClickHouseWasAway() throws Exception {
        try (ClickHouseServer server = ClickHouseServer.startOurs(Files.createDirectory(folder.resolve("server")));
                Exchange exchange = Exchange.start(
                        ExchangeSettings.DEFAULT
                                .withPort(0)
                                .withProducts(PRODUCT)
                                .withRate(2_000)
                                .withLimits(ExchangeLimits.NONE),
                        Ticker.SYSTEM)) {
            String database = server.newDatabase();
            Path config = Files.writeString(folder.resolve("trades.yaml"), config(exchange, server, database));
            try (ListenProcess process = ListenProcess.start(folder, config)) {
                process.await("rows in ClickHouse", () -> last(server, database) > 0);
                server.kill();
                long away = exchange.account(PRODUCT).last();
                process.await("half an hour of trades", () -> made(exchange) > away + TRADES);
                process.await("the file to go on", () -> inFile() > away + TRADES);
                server.startAgain();
                long back = made(exchange);
                process.await("ClickHouse to have caught up", () -> last(server, database) > back);
                process.stop();
            }
            // what was fetched comes behind what came meanwhile
            List<String> stored = ListenProcess.trades(file()).stream().sorted().toList();
            long first = number(stored.getFirst());
            assertThat(stored.stream().mapToLong(OutageIT::number).toArray())
                    .as("the file")
                    .isEqualTo(LongStream.range(first, first + stored.size()).toArray());
            assertThat(server.query("SELECT concat(product_id, ' ', toString(trade_id)) FROM " + database
                                    + ".ticker ORDER BY trade_id")
                            .lines()
                            .toList())
                    .as("ClickHouse")
                    .isEqualTo(stored);
            System.out.println("rows " + stored.size());
        }
    }

    private static String config(Exchange exchange, ClickHouseServer server, String database) {
        return """
                pipelines:
                  trades:
                    source:
                      type: coinbase
                      wss_url: %s
                      rest_url: %s
                      subscription: {product_ids: [%s], channels: [ticker]}
                    buffer: {max_bytes: 64MiB, memory_bytes: 1MiB}
                    sinks:
                      file: {type: file, file_path: trades.ndjson, types: [ticker]}
                      clickhouse:
                        type: clickhouse_connect
                        host: %s
                        port: %d
                        database: %s
                        table: ticker
                        user: '%s'
                        password: '%s'
                        retry: {first: 100ms, max: 1s}
                """.formatted(
                        exchange.feed(),
                        exchange.rest(),
                        PRODUCT,
                        server.host(),
                        server.port(),
                        database,
                        server.user(),
                        server.password());
    }

    private static long made(Exchange exchange) {
        return exchange.account(PRODUCT).last();
    }

    private Path file() {
        return folder.resolve("trades.ndjson");
    }

    private long inFile() {
        List<String> stored = ListenProcess.trades(file());
        return stored.stream().mapToLong(OutageIT::number).max().orElse(0);
    }

    private static long number(String trade) {
        return Long.parseLong(trade.substring(PRODUCT.length() + 1));
    }

    /** The last trade in ClickHouse; 0 while it has none, or no table yet. */
    private static long last(ClickHouseServer server, String database) {
        try {
            return Long.parseLong(server.query("SELECT max(trade_id) FROM " + database + ".ticker")
                    .strip());
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
