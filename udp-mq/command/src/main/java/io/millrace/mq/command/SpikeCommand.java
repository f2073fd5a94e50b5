package io.millrace.mq.command;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.mq.fault.FaultProxy;
import io.millrace.mq.fault.FaultRates;
import io.millrace.mq.fault.FaultSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spike}: a man in the middle that breaks things. */
@Command(
        name = "spike",
        mixinStandardHelpOptions = true,
        description = "Stands in front of a queue and loses, doubles, reorders, delays and garbles datagrams, by a"
                + " seed.")
final class SpikeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(SpikeCommand.class);

    /** Which way datagrams are harmed. */
    enum Direction {
        BOTH,
        REQUESTS,
        ANSWERS
    }

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions logging = new LogOptions();

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1:10001",
            paramLabel = "HOST:PORT",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private HostPort address = new HostPort("127.0.0.1", 10_001);

    @Option(
            names = "--target",
            defaultValue = "127.0.0.1:10000",
            paramLabel = "HOST:PORT",
            description = "The queue behind. Default: ${DEFAULT-VALUE}.")
    private HostPort target = new HostPort("127.0.0.1", 10_000);

    @Option(names = "--drop", defaultValue = "0", paramLabel = "P", description = "Probability 0 to 1 of loss.")
    private double drop;

    @Option(names = "--duplicate", defaultValue = "0", paramLabel = "P", description = "Probability of doubling.")
    private double duplicate;

    @Option(names = "--reorder", defaultValue = "0", paramLabel = "P", description = "Probability of reordering.")
    private double reorder;

    @Option(names = "--garble", defaultValue = "0", paramLabel = "P", description = "Probability of changed bytes.")
    private double garble;

    @Option(names = "--min-delay", defaultValue = "0", paramLabel = "MS", description = "Shortest delay in ms.")
    private long minDelay;

    @Option(names = "--max-delay", defaultValue = "0", paramLabel = "MS", description = "Longest delay in ms.")
    private long maxDelay;

    @Option(
            names = "--direction",
            defaultValue = "both",
            description = "What is harmed: both, requests or answers. Default: ${DEFAULT-VALUE}.")
    private Direction direction = Direction.BOTH;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed does the same to the same datagrams. Default: ${DEFAULT-VALUE}.")
    private long seed;

    SpikeCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        logging.open(
                "Spike." + address.host() + "-" + address.port(),
                spec.commandLine().getErr());
        try (FaultProxy proxy = FaultProxy.start(address.resolve(), target.resolve(), settings())) {
            log.info("Listening on {}, target={} seed={}", proxy.address(), target, seed);
            lifetime.await();
            log.info("Stopped, requests={} answers={}", proxy.toTarget(), proxy.toClient());
        }
        return 0;
    }

    private FaultSettings settings() {
        try {
            FaultRates rates = new FaultRates(
                    drop, duplicate, reorder, garble, Duration.ofMillis(minDelay), Duration.ofMillis(maxDelay));
            return FaultSettings.of(
                    direction == Direction.ANSWERS ? FaultRates.NONE : rates,
                    direction == Direction.REQUESTS ? FaultRates.NONE : rates,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Reason.UNPROCESSABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
