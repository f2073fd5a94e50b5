package io.millrace.vehicles.command;

import io.millrace.command.Lifetime;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.feed.DumpSettings;
import io.millrace.vehicles.feed.DumpSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code play}: captured messages. */
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        description =
                "Plays captured HFP messages over MQTT: files of lines 'TIME TOPIC PAYLOAD', .json files of one payload,"
                        + " or folders of both, in the order of their names.")
final class PlayCommand implements Callable<Integer> {

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or folders.")
    private List<Path> paths = List.of();

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "1 is as it was, 10 ten times as fast, 0 as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--max-gap",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "Longest pause between two messages, before the speed counts. Default: ${DEFAULT-VALUE}.")
    private long maxGapSeconds;

    PlayCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        List<Path> files = DumpSettings.files(paths);
        DumpSettings settings = new DumpSettings(files, speed, Duration.ofSeconds(maxGapSeconds), Duration.ZERO, 500);
        PrintWriter err = spec.commandLine().getErr();
        err.println(files.size() + " files, to " + broker.address());
        new Publishing(err, Ticker.SYSTEM)
                .run("play", new DumpSource(settings, Ticker.SYSTEM), broker.sink(), lifetime);
        return 0;
    }
}
