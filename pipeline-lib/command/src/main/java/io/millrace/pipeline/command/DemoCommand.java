package io.millrace.pipeline.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphPipeline;
import io.millrace.pipeline.graph.ModuleCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code module-demo}: the reference's demo program. */
@Command(
        name = "module-demo",
        mixinStandardHelpOptions = true,
        description = "Sends packages value0, value1, ... through the demo pipeline and prints how each ended. Its"
                + " external module runs elsewhere: module-server demo-external.")
final class DemoCommand implements Callable<Integer> {

    private static final String DOCUMENT = "sample-pipelines.yaml";
    private static final int DOES_NOT_ADD_UP = 1;

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions logging = new LogOptions();

    @Option(
            names = "--external",
            defaultValue = "localhost:50051",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "Where the external module is served; several servers, separated by commas or by repeating"
                    + " this, share the work. Default: ${DEFAULT-VALUE}.")
    private List<HostPort> external = new ArrayList<>();

    @Option(names = "--packages", defaultValue = "10", description = "How many packages. Default: ${DEFAULT-VALUE}.")
    private int packages;

    @Option(
            names = "--interval",
            defaultValue = "0ms",
            paramLabel = "DURATION",
            description = "The time between two packages. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ZERO;

    @Option(
            names = "--empty-every",
            defaultValue = "0",
            paramLabel = "N",
            description = "Each N-th package has an empty key, which is an error; 0: none. Default: ${DEFAULT-VALUE}.")
    private int emptyEvery;

    @Option(
            names = "--min-sleep",
            defaultValue = "1s",
            paramLabel = "DURATION",
            description = "How long the transformation sleeps at least. Default: ${DEFAULT-VALUE}.")
    private Duration minSleep = Duration.ofSeconds(1);

    @Option(
            names = "--max-sleep",
            defaultValue = "6s",
            paramLabel = "DURATION",
            description = "How long the transformation sleeps at most. Default: ${DEFAULT-VALUE}.")
    private Duration maxSleep = Duration.ofSeconds(6);

    DemoCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws InterruptedException {
        logging.open(spec.commandLine().getErr());
        check();
        DemoTally tally = new DemoTally(spec.commandLine().getOut());
        try (Pipeline<Object> pipeline = graph().build(new PipelineObserver<>() {});
                PipelineInstance<Object> instance = pipeline.register()) {
            int sent = send(instance, tally);
            while (!tally.ended(sent) && !lifetime.stopped(DemoTally.LOOK)) {
                // look again
            }
        }
        // A closed pipeline has ended all of its packages.
        return tally.print() ? 0 : DOES_NOT_ADD_UP;
    }

    private int send(PipelineInstance<Object> instance, DemoTally tally) throws InterruptedException {
        Callbacks<Object> callbacks = Callbacks.onEnd(tally::end);
        int sent = 0;
        while (sent < packages && !lifetime.stopped(sent == 0 ? Duration.ZERO : interval)) {
            boolean empty = emptyEvery > 0 && (sent + 1) % emptyEvery == 0;
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("key", empty ? "" : "value" + sent);
            data.put("condition", sent % 2 == 0);
            tally.sent();
            instance.execute(data, callbacks);
            sent++;
        }
        return sent;
    }

    private void check() {
        if (packages < 1 || emptyEvery < 0) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    packages < 1
                            ? "--packages must be at least 1, was " + packages
                            : "--empty-every must not be negative, was " + emptyEvery);
        }
        if (maxSleep.compareTo(minSleep) < 0) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "--max-sleep must be at least --min-sleep (" + minSleep.toMillis() + " ms), was "
                            + maxSleep.toMillis() + " ms");
        }
    }

    private GraphPipeline graph() {
        Map<String, String> variables = Map.of(
                "external-target", external.stream().map(HostPort::toString).collect(Collectors.joining(",")),
                "transform-min-sleep", minSleep.toMillis() + "ms",
                "transform-max-sleep", maxSleep.toMillis() + "ms");
        try (InputStream file = GraphDocument.class.getResourceAsStream("/" + DOCUMENT)) {
            if (file == null) {
                throw new FatalException("the program is incomplete: " + DOCUMENT + " is missing");
            }
            String text = new String(file.readAllBytes(), UTF_8);
            return GraphDocument.parse(DOCUMENT, text, ModuleCatalog.installed(), variables).pipelines().stream()
                    .filter(pipeline -> pipeline.name().equals("demo"))
                    .findFirst()
                    .orElseThrow(() -> new FatalException("the program is incomplete: no demo in " + DOCUMENT));
        } catch (IOException e) {
            throw new FatalException("cannot read " + DOCUMENT, e);
        }
    }
}
