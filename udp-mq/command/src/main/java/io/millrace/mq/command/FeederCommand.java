package io.millrace.mq.command;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.worker.FeedSettings;
import io.millrace.mq.worker.Feeder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feeder}: puts the lines of files on a queue. */
@Command(
        name = "feeder",
        mixinStandardHelpOptions = true,
        description = "Puts the lines of files on a queue, each with the time of feeding, and ends when the files do.")
final class FeederCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(FeederCommand.class);
    private static final double USUAL_DELAY = 1e-9;

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions logging = new LogOptions();

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1:10000",
            paramLabel = "HOST:PORT",
            description = "The queue to feed. Default: ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1:10000";

    @Option(
            names = "--path",
            required = true,
            paramLabel = "FILE",
            description = "A file whose lines are sent; may be given several times.")
    private List<Path> paths = List.of();

    @Option(
            names = "--delay",
            defaultValue = "1e-9",
            paramLabel = "SECONDS",
            description = "Pause after each message; less than a microsecond is none. Default: ${DEFAULT-VALUE}.")
    private double delay;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "MESSAGES",
            description = "Messages per second on an even schedule, by which latencies are measured; 0 to go by"
                    + " --delay. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--sequential", description = "One file after the other, instead of one line of each in turn.")
    private boolean sequential;

    @Option(
            names = "--reliable",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Await the queue's answers, so that nothing is lost. Default: ${DEFAULT-VALUE}.")
    private boolean reliable = true;

    FeederCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        logging.open(
                "Feeder." + address.replace(':', '-').replace('/', '-'),
                spec.commandLine().getErr());
        NodeStatistics statistics = new NodeStatistics("Feeder", StatisticsOptions.madeUp(), Ticker.SYSTEM);
        try (PipelineHandle feeder = Feeder.start(
                "feeder",
                settings(),
                reliable ? remote.sink(address) : remote.unreliable(address),
                statistics,
                () -> true,
                Ticker.SYSTEM)) {
            lifetime.await(() -> feeder.state().over());
            if (feeder.state() instanceof PipelineState.Failed failed) {
                throw failed.cause();
            }
        }
        log.info("Fed {} messages", statistics.snapshot().out());
        return 0;
    }

    private FeedSettings settings() {
        if (rate > 0 && delay != USUAL_DELAY) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "--rate does not go with --delay; remove one of the two");
        }
        if (!(rate >= 0) || !(delay >= 0)) {
            throw new InvalidRequestException(Reason.MALFORMED, "--rate and --delay must not be negative");
        }
        return new FeedSettings(
                paths, sequential, rate, rate > 0 ? Duration.ZERO : Duration.ofNanos((long) (delay * 1e9)));
    }
}
