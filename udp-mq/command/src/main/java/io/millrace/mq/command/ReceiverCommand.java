package io.millrace.mq.command;

import io.millrace.command.CommandLog;
import io.millrace.command.Lifetime;
import io.millrace.command.LogForm;
import io.millrace.command.LogLevel;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.worker.MetricsReceiver;
import java.io.PrintWriter;
import java.net.URI;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metrics-receiver}: prints statistics and posts them to a hub. */
@Command(
        name = "metrics-receiver",
        mixinStandardHelpOptions = true,
        description = "Prints the statistics of nodes and posts them to a hub.")
final class ReceiverCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ReceiverCommand.class);

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1:10000",
            paramLabel = "HOST:PORT",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private HostPort address = new HostPort("127.0.0.1", 10_000);

    @Option(
            names = "--uri",
            defaultValue = "http://127.0.0.1:5000/",
            description = "URI of the monitoring hub. Default: ${DEFAULT-VALUE}.")
    private String uri = "http://127.0.0.1:5000/";

    ReceiverCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        CommandLog.open(LogLevel.WARN, LogForm.TIME, spec.commandLine().getErr(), null);
        try (MetricsReceiver receiver = MetricsReceiver.start(
                address.resolve(),
                hub(),
                ZoneId.systemDefault(),
                block -> {
                    out.println(block);
                    out.flush();
                },
                Ticker.SYSTEM)) {
            log.debug("Listening on {}", receiver.address());
            lifetime.await();
        }
        return 0;
    }

    private URI hub() {
        try {
            URI hub = URI.create(uri);
            if (hub.getHost() != null && ("http".equals(hub.getScheme()) || "https".equals(hub.getScheme()))) {
                return hub;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new InvalidRequestException(
                Reason.MALFORMED, "--uri must be an address such as http://127.0.0.1:5000/, was '" + uri + "'");
    }
}
