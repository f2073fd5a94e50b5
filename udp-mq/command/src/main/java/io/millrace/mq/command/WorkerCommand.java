package io.millrace.mq.command;

import io.millrace.command.Lifetime;
import io.millrace.core.Sink;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import io.millrace.mq.function.Functions;
import io.millrace.mq.function.MessageFunction;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.worker.SocketSink;
import io.millrace.mq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code worker}: pulls from a queue, applies a function, sends the results on. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Pulls messages from a queue, applies a function, sends the results on.")
final class WorkerCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);

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
            names = "--input-address",
            defaultValue = "127.0.0.1:10000",
            paramLabel = "HOST:PORT",
            description = "The queue to pull from. Default: ${DEFAULT-VALUE}.")
    private String input = "127.0.0.1:10000";

    @Option(
            names = "--output-address",
            paramLabel = "HOST:PORT[/QUEUE]",
            description = "Where results go; may be given several times, and the function chooses among them. The name"
                    + " of a queue needs the extended protocol.")
    private List<String> outputs = List.of();

    @Option(
            names = "--output-type",
            paramLabel = "TYPE",
            description = "queue or socket (a raw datagram): once for all outputs, or once for each. Default: socket.")
    private List<OutputType> types = List.of();

    @Option(
            names = "--function",
            defaultValue = "passthrough",
            paramLabel = "NAME",
            description = "double, fixrouter, inputdoubler, marketspread, passthrough, pong or a function of your own."
                    + " Default: ${DEFAULT-VALUE}.")
    private String function = "passthrough";

    @Option(
            names = "--delay",
            defaultValue = "0.000001",
            paramLabel = "SECONDS",
            description = "How long to wait when a plain queue is empty. Default: ${DEFAULT-VALUE}.")
    private double delay;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "MESSAGES",
            description = "Most messages per second; 0 for no limit. Default: ${DEFAULT-VALUE}.")
    private double rate;

    /** How results are sent. */
    enum OutputType {
        QUEUE,
        SOCKET
    }

    WorkerCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        MessageFunction applied = Functions.find(function)
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.MALFORMED,
                        "there is no function '" + function + "'; expected " + String.join(", ", Functions.names())));
        String label = Functions.label(applied.name());
        logging.open(logName(label), spec.commandLine().getErr());
        NodeStatistics statistics = reporting.statistics(label);
        Worker.Parts parts = new Worker.Parts(
                applied.name(),
                remote.source(input, Duration.ofNanos(Math.max(1, (long) (delay * 1e9)))),
                applied,
                sinks(),
                remote.deadLetters(input),
                statistics,
                rate);
        try (AutoCloseable _ = reporting.sender(statistics);
                Worker worker = Worker.start(parts, Ticker.SYSTEM)) {
            log.info("Pulling from {}", input);
            lifetime.await(() -> worker.state().over());
            if (worker.state() instanceof PipelineState.Failed failed) {
                throw failed.cause();
            }
        }
        log.info("Stopped");
        return 0;
    }

    private String logName(String label) {
        List<String> names = new ArrayList<>(List.of(label, input));
        names.addAll(outputs);
        return String.join(".", names).replace(':', '-').replace('/', '-');
    }

    private List<Sink<String>> sinks() {
        if (types.size() > 1 && types.size() != outputs.size()) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "--output-type must be given once, or once for each of the " + outputs.size()
                            + " outputs, was given " + types.size() + " times");
        }
        List<Sink<String>> sinks = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            OutputType type = types.isEmpty() ? OutputType.SOCKET : types.get(types.size() == 1 ? 0 : i);
            sinks.add(
                    switch (type) {
                        case QUEUE -> remote.output(outputs.get(i));
                        case SOCKET ->
                            SocketSink.raw(HostPort.parse(outputs.get(i)).resolve());
                    });
        }
        return sinks;
    }
}
