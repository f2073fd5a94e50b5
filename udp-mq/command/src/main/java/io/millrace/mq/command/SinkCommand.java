package io.millrace.mq.command;

import io.millrace.command.Lifetime;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.worker.Arrivals;
import io.millrace.mq.worker.DatagramServer;
import io.millrace.mq.worker.QueueReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sink}: the end of a path. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description = "Logs results and measures how long they took since they were fed.")
final class SinkCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(SinkCommand.class);

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions logging = new LogOptions();

    @Mixin
    private StatisticsOptions reporting = new StatisticsOptions();

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Address to listen on for raw results. Default: 127.0.0.1:10000, or none with"
                    + " --input-address.")
    private @Nullable HostPort address;

    @Option(
            names = "--input-address",
            paramLabel = "HOST:PORT",
            description = "A queue to pull results from; may be given several times.")
    private List<String> inputs = List.of();

    SinkCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        HostPort listen = address == null && inputs.isEmpty() ? new HostPort("127.0.0.1", 10_000) : address;
        logging.open(
                "Sink."
                        + (listen == null
                                ? inputs.getFirst().replace(':', '-').replace('/', '-')
                                : listen.host() + "-" + listen.port()),
                spec.commandLine().getErr());
        NodeStatistics statistics = reporting.statistics("Sink");
        Arrivals arrivals = new Arrivals(statistics, Ticker.SYSTEM, log::info);
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            open.push(reporting.sender(statistics));
            if (listen != null) {
                DatagramServer server = DatagramServer.start("sink", listen.resolve(), arrivals::accept);
                log.info("Listening on {}", server.address());
                open.push(server);
            }
            for (String input : inputs) {
                PipelineHandle reader =
                        QueueReader.start("sink-" + input, remote.source(input), arrivals, Ticker.SYSTEM);
                open.push(reader);
            }
            lifetime.await();
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
        log.info("Stopped, malformed={}", arrivals.malformed());
        return 0;
    }
}
