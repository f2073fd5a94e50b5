package io.millrace.pipeline.grpc;

import io.grpc.ManagedChannel;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.balance.BalancedChannels;
import io.millrace.pipeline.graph.ExternalType;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.grpc.codec.Codecs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way {@code grpc} of documents.
 *
 * <p>Settings: {@code targets} ({@code host:port}), {@code codec} ({@code json} unless told otherwise),
 * {@code deadline} (30 s), {@code max-message-bytes} (4 MiB), {@code stream} (false; true: over streams when the server
 * knows how), {@code batch} (64), {@code outstanding} (1,024), {@code streams} (1), {@code renewal} (1 m), {@code tls}
 * with {@code enabled}, {@code certificate}, {@code key}, {@code trusted}.
 */
public final class GrpcExternalType implements ExternalType {

    private static final ChannelReader CHANNELS = BalancedChannels::read;

    /** For {@link java.util.ServiceLoader}. */
    public GrpcExternalType() {}

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public Supplier<? extends ExternalCall<Object>> read(Settings settings) {
        Codecs<Object> codecs = codecs(settings);
        CallSettings call = call(settings);
        Supplier<ManagedChannel> channels = CHANNELS.read(settings, channel(settings));
        return () -> new GrpcCall<>(channels, call, codecs);
    }

    private static CallSettings call(Settings settings) {
        boolean stream = settings.flag("stream", false);
        StreamSettings streams = new StreamSettings(
                settings.integer("batch", StreamSettings.DEFAULT.batch(), 1, 10_000),
                settings.integer("outstanding", StreamSettings.DEFAULT.outstanding(), 1, 1_000_000),
                settings.integer("streams", StreamSettings.DEFAULT.streams(), 1, 100),
                positive(settings, "renewal", StreamSettings.DEFAULT.renewal()));
        return new CallSettings(
                name(settings),
                positive(settings, "deadline", CallSettings.DEADLINE),
                maxMessageBytes(settings),
                stream ? Optional.of(streams) : Optional.empty());
    }

    /** What failures call the servers. */
    private static String name(Settings settings) {
        String targets = String.join(", ", settings.texts("targets"));
        return settings.text("registry")
                .map(registry -> (settings.text("module", "unknown") + " " + settings.text("version", "")).strip()
                        + " of the registry " + registry
                        + (targets.isEmpty() ? "" : " or " + targets))
                .orElse(targets);
    }

    private static Duration positive(Settings settings, String key, Duration orElse) {
        Duration value = settings.duration(key, orElse);
        if (value.isPositive()) {
            return value;
        }
        settings.problem(key, "must be positive, was " + value);
        return orElse;
    }

    private static int maxMessageBytes(Settings settings) {
        return settings.integer("max-message-bytes", ChannelSettings.DEFAULT.maxMessageBytes(), 1024, 1 << 30);
    }

    private static Codecs<Object> codecs(Settings settings) {
        Codecs<Object> all = Codecs.plain();
        String name = settings.text("codec", all.spoken().name());
        return all.speaking(name).orElseGet(() -> {
            settings.problem("codec", "must name a codec of " + all.names() + ", was '" + name + "'");
            return all;
        });
    }

    private static ChannelSettings channel(Settings settings) {
        return new ChannelSettings(maxMessageBytes(settings), tls(settings.section("tls")), Optional.empty());
    }

    private static Optional<TlsSettings> tls(Settings section) {
        Optional<Path> certificate = section.text("certificate").map(Path::of);
        Optional<Path> key = section.text("key").map(Path::of);
        Optional<Path> trusted = section.text("trusted").map(Path::of);
        boolean enabled = section.flag("enabled", certificate.isPresent() || trusted.isPresent());
        if (certificate.isPresent() != key.isPresent()) {
            section.problem(certificate.isPresent() ? "key" : "certificate", "is missing: both belong together");
            return Optional.empty();
        }
        return enabled ? Optional.of(new TlsSettings(certificate, key, trusted)) : Optional.empty();
    }
}
