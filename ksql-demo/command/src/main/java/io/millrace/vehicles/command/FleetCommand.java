package io.millrace.vehicles.command;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.fleet.Fleet;
import io.millrace.vehicles.fleet.FleetSettings;
import io.millrace.vehicles.fleet.FleetSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fleet}: a simulated fleet. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description =
                "Vehicles that follow routes around Helsinki and tell it in HFP v2 over MQTT, with late and repeated"
                        + " messages and unknown positions. The same seed and start give the same messages.")
final class FleetCommand implements Callable<Integer> {

    private static final long ENDLESS_DAYS = 36_500;

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--vehicles", defaultValue = "200", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int vehicles;

    @Option(names = "--seed", defaultValue = "1", description = "Of all chance. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Seconds of the fleet in a second; 0 is as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--seconds",
            defaultValue = "0",
            description = "Seconds of the fleet after which it ends; 0 for never. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "The fleet's clock at the start, such as 2026-01-05T06:00:00Z. Default: now.")
    private @Nullable Instant start;

    @Option(
            names = "--late",
            defaultValue = "0.005",
            description = "Share of messages that come 2 to 30 s late. Default: ${DEFAULT-VALUE}.")
    private double late;

    @Option(
            names = "--duplicates",
            defaultValue = "0.005",
            description = "Share of messages that are sent twice. Default: ${DEFAULT-VALUE}.")
    private double duplicates;

    @Option(
            names = "--unknown",
            defaultValue = "0.02",
            description = "Share of time in which a vehicle does not know where it is. Default: ${DEFAULT-VALUE}.")
    private double unknown;

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description = "Other routes: lines 'id;label;mode;headsign;headsign back;lat,long lat,long ...'.")
    private @Nullable Path routes;

    FleetCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        FleetSettings settings = new FleetSettings(vehicles, seed, late, duplicates, unknown);
        Instant from = start == null ? Ticker.SYSTEM.now() : start;
        Fleet fleet = routes == null
                ? Fleet.create(settings, from)
                : Fleet.create(settings, from, routes.toString(), read(routes));
        Duration length = seconds == 0 ? Duration.ofDays(ENDLESS_DAYS) : Duration.ofSeconds(seconds);
        PrintWriter err = spec.commandLine().getErr();
        err.println(vehicles + " vehicles, seed " + seed + ", to " + broker.address());
        new Publishing(err, Ticker.SYSTEM)
                .run("fleet", new FleetSource(fleet, speed, length, Ticker.SYSTEM), broker.sink(), lifetime);
        return 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FatalException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
