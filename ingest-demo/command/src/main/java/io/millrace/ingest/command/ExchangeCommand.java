package io.millrace.ingest.command;

import io.millrace.command.CommandLog;
import io.millrace.command.Lifetime;
import io.millrace.command.LogForm;
import io.millrace.command.LogLevel;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeAccount;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.Fault;
import io.millrace.exchange.PlaySettings;
import io.millrace.exchange.ProductAccount;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exchange}: an exchange to test against. */
@Command(
        name = "exchange",
        mixinStandardHelpOptions = true,
        description =
                "An exchange that speaks the protocol of Coinbase: the WebSocket feed, the trades by REST, and faults on"
                        + " demand. The same seed gives the same trades. Press Ctrl-C to stop it.")
final class ExchangeCommand implements Callable<Integer> {

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address it listens at. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "5005",
            description = "The port; 0 is any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--products",
            split = ",",
            defaultValue = "BTC-USD,ETH-USD,SOL-USD",
            paramLabel = "ID",
            description = "What is traded. Default: ${DEFAULT-VALUE}.")
    private List<String> products = List.of();

    @Option(
            names = "--rate",
            defaultValue = "50",
            description =
                    "Trades a second, of all products together; each is one ticker message. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--flood", description = "Trades as fast as all who have subscribed read them.")
    private boolean flood;

    @Option(names = "--seed", defaultValue = "1", description = "Of all chance. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--first-trade-id",
            defaultValue = "0",
            paramLabel = "ID",
            description = "Of each product; 0 for the microseconds since 2020. Default: ${DEFAULT-VALUE}.")
    private long firstTradeId;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "File or folder that keeps the next trade ids, so that they go on without a hole.")
    private @Nullable Path state;

    @Option(
            names = "--keep",
            defaultValue = "1000000",
            paramLabel = "TRADES",
            description = "Trades of each product that REST can give. Default: ${DEFAULT-VALUE}.")
    private int keep;

    @Option(
            names = "--fault",
            paramLabel = "NAME=PROBABILITY",
            description =
                    "gap, lost, duplicate, disorder, malformed: of a trade; stall, disconnect, close, slow-consumer: of"
                            + " a connection in a second; error, early-data: of a subscription. May be repeated.")
    private Map<String, Double> faults = new LinkedHashMap<>();

    @Option(
            names = "--stall-seconds",
            defaultValue = "30",
            description = "How long a stall lasts. Default: ${DEFAULT-VALUE}.")
    private long stallSeconds;

    @Option(names = "--no-limits", description = "Without Coinbase's limits of connections, messages and requests.")
    private boolean noLimits;

    @Option(
            names = "--play",
            paramLabel = "FILE",
            description = "Instead of a market, a captured feed: a raw file of cryptofeed, or lines of JSON; .gz too.")
    private @Nullable Path play;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Of the captured feed: 1 is as it was, 0 as fast as it is read. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Stops after so many seconds; 0 for never. Default: ${DEFAULT-VALUE}.")
    private double duration;

    ExchangeCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        CommandLog.open(LogLevel.INFO, LogForm.LEVEL, err, null);
        Ticker ticker = Ticker.SYSTEM;
        long end = Deadline.end(duration, ticker);
        try (Exchange exchange = Exchange.start(settings(), ticker)) {
            List<String> names = exchange.account().products().stream()
                    .map(ProductAccount::product)
                    .toList();
            err.println("feed " + exchange.feed() + ", REST " + exchange.rest() + "/products/" + names.getFirst()
                    + "/trades, control " + exchange.rest() + "/control");
            err.println((play == null ? "" : play + ": ") + names.size() + " products: " + String.join(", ", names));
            err.flush();
            boolean[] told = {false};
            lifetime.await(() -> {
                told[0] = told[0] || playOver(exchange, err);
                return Deadline.passed(end, ticker);
            });
            sumUp(exchange.account(), err);
        }
        return 0;
    }

    private boolean playOver(Exchange exchange, PrintWriter err) {
        if (play == null || !exchange.account().playOver()) {
            return false;
        }
        err.println("played to its end: " + exchange.account().played());
        err.flush();
        return true;
    }

    private ExchangeSettings settings() {
        ExchangeSettings settings = ExchangeSettings.DEFAULT
                .withHost(host)
                .withPort(port)
                .withProducts(products.toArray(String[]::new))
                .withRate(rate)
                .withFlood(flood)
                .withSeed(seed)
                .withFirstTradeId(firstTradeId)
                .withState(state)
                .withKeep(keep)
                .withStall(Duration.ofSeconds(stallSeconds))
                .withLimits(noLimits ? ExchangeLimits.NONE : ExchangeLimits.COINBASE)
                .withPlay(play == null ? null : PlaySettings.of(play, speed));
        for (Map.Entry<String, Double> fault : faults.entrySet()) {
            settings = settings.withFault(Fault.of(fault.getKey()), fault.getValue());
        }
        return settings;
    }

    private static void sumUp(ExchangeAccount account, PrintWriter err) {
        for (ProductAccount product : account.products()) {
            err.println(String.format(
                    Locale.ROOT,
                    "%s: %,d trades, %d to %d, %d gaps, %d lost, %d malformed",
                    product.product(),
                    product.made(),
                    product.first(),
                    product.last(),
                    product.gap(),
                    product.lost(),
                    product.malformed()));
        }
        Map<String, Long> frames = new LinkedHashMap<>(account.frames());
        frames.values().removeIf(count -> count == 0);
        err.println("frames: " + frames);
        if (!account.played().isEmpty()) {
            err.println("played: " + account.played() + ", skipped " + account.skipped());
        }
        err.flush();
    }
}
