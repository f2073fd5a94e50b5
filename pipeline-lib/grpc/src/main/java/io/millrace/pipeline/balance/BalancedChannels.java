package io.millrace.pipeline.balance;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.net.HostPort;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.grpc.ChannelSettings;
import io.millrace.pipeline.grpc.ModuleChannels;
import io.millrace.pipeline.registry.RegistryAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Channels that spread calls over the servers of a module, in code and from documents.
 *
 * <p>Settings in documents: {@code targets} (one or several {@code host:port}, as a list or separated by commas) or
 * {@code registry} ({@code host:port}) with {@code module} and {@code version}, in which case {@code targets} are
 * called until the registry has answered; {@code registry-tls} (the registry is reached as the servers are);
 * {@code policy} ({@code round-robin}, {@code least-request} or {@code weighted}), {@code slow-start} (5 s),
 * {@code patience} (5 s), {@code outliers} with {@code enabled}, {@code interval} (2 s), {@code failure-percent} (50),
 * {@code min-calls} (5), {@code ejection} (10 s), {@code max-ejected-percent} (50).
 */
public final class BalancedChannels {

    private static final String LOCAL = "localhost:50051";

    private BalancedChannels() {}

    /** A channel to those servers. */
    public static ManagedChannel open(Targets targets, BalanceSettings settings, ChannelSettings channel) {
        NettyChannelBuilder builder = ModuleChannels.builder(Balancing.TARGET, channel);
        Balancing.apply(builder, targets, settings);
        return builder.build();
    }

    /** Reads where the servers are and how to choose among them; the result makes the channel of one instance. */
    public static Supplier<ManagedChannel> read(Settings settings, ChannelSettings channel) {
        Targets targets = targets(settings, channel);
        BalanceSettings balance = balance(settings);
        return () -> open(targets, balance, channel);
    }

    private static Targets targets(Settings settings, ChannelSettings channel) {
        List<HostPort> servers = new ArrayList<>();
        for (String target : settings.texts("targets")) {
            for (String each : target.split(",", -1)) {
                address(settings, "targets", each.strip()).ifPresent(servers::add);
            }
        }
        Optional<String> registry = settings.text("registry");
        if (registry.isPresent()) {
            String module = settings.requiredText("module");
            String version = settings.text("version", "");
            boolean encrypted = settings.flag("registry-tls", false);
            HostPort address = address(settings, "registry", registry.get()).orElseGet(() -> HostPort.parse(LOCAL));
            return new Targets.Listed(
                    new RegistryAccess(address, encrypted ? channel.tls() : Optional.empty()),
                    module.isBlank() ? "unknown" : module,
                    version,
                    servers);
        }
        if (servers.isEmpty()) {
            if (settings.texts("targets").isEmpty()) {
                settings.problem(
                        "targets", "must name servers, for example " + LOCAL + ", or there must be a registry");
            }
            servers.add(HostPort.parse(LOCAL));
        }
        return new Targets.Fixed(servers);
    }

    private static Optional<HostPort> address(Settings settings, String key, String text) {
        try {
            return Optional.of(HostPort.parse(text));
        } catch (InvalidRequestException e) {
            settings.problem(key, e.reason());
            return Optional.empty();
        }
    }

    private static BalanceSettings balance(Settings settings) {
        BalanceSettings normal = BalanceSettings.DEFAULT;
        return new BalanceSettings(
                policy(settings),
                outliers(settings.section("outliers")),
                settings.duration("slow-start", normal.slowStart()),
                settings.duration("patience", normal.patience()));
    }

    private static BalancePolicy policy(Settings settings) {
        String text = settings.text("policy", word(BalanceSettings.DEFAULT.policy()));
        return Arrays.stream(BalancePolicy.values())
                .filter(policy -> word(policy).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    String known = Arrays.stream(BalancePolicy.values())
                            .map(BalancedChannels::word)
                            .collect(Collectors.joining(", "));
                    settings.problem("policy", "must be one of " + known + ", was '" + text + "'");
                    return BalanceSettings.DEFAULT.policy();
                });
    }

    private static String word(BalancePolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OutlierSettings outliers(Settings section) {
        OutlierSettings normal = OutlierSettings.DEFAULT;
        boolean enabled = section.flag("enabled", normal.enabled());
        return new OutlierSettings(
                enabled,
                section.duration("interval", normal.interval()),
                section.integer("failure-percent", normal.failurePercent(), 1, 100),
                section.integer("min-calls", normal.minCalls(), 1, 1_000_000),
                section.duration("ejection", normal.ejection()),
                section.integer("max-ejected-percent", normal.maxEjectedPercent(), 0, 100));
    }
}
