package io.millrace.vehicles.app;

import io.millrace.connector.mqtt.MqttSource;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.feed.DeadLetterRecords;
import io.smallrye.mutiny.Multi;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** What lies at the ends of each channel. A channel that has no use, as it is set, is silent. */
final class FlowParts {

    static final String RAW_IN = "raw-in";
    static final String RAW_OUT = "raw-out";
    static final String RAW_DEAD = "raw-dead";
    static final String CURRENT_IN = "current-in";
    static final String CURRENT_OUT = "current-out";

    /** Pipelines that bear the name of the way, and not of its end: what users watch. */
    static final String RAW = "raw";

    private static final String LOCATIONS = "locations";

    private final VehiclesConfig config;
    private final LocalEngines engines;
    private final Channels channels;
    private final MicrometerListener meters;
    private final FeedParts parts;
    private volatile @Nullable MqttSource<byte[]> mqtt;

    FlowParts(
            VehiclesConfig config, LocalEngines engines, Channels channels, MicrometerListener meters, Ticker ticker) {
        this.config = config;
        this.engines = engines;
        this.channels = channels;
        this.meters = meters;
        this.parts = new FeedParts(config, ticker);
    }

    /** Whether messages go from MQTT to Kafka through channels. */
    boolean raw() {
        return config.channels() && engines.mqtt() != null && engines.kafka() != null;
    }

    /** Whether locations go from Kafka to Redis through channels. */
    boolean locations() {
        return config.channels() && engines.redis() != null && engines.kafka() != null;
    }

    /** Sessions that the MQTT broker had forgotten. */
    long lostSessions() {
        MqttSource<byte[]> source = mqtt;
        return source == null ? 0 : source.lostSessions();
    }

    Flow.Publisher<? extends Message<?>> from(String channel) {
        String broker = engines.mqtt();
        if (!channel.equals(RAW_IN)) {
            throw new IllegalArgumentException("channel " + channel + " does not come from here");
        }
        if (!raw() || broker == null) {
            return Multi.createFrom().nothing();
        }
        MqttSource<byte[]> source = parts.all(broker);
        mqtt = source;
        meters.watch(RAW, source.queue());
        return channels.from(RAW, source);
    }

    Flow.Subscriber<? extends Message<?>> to(String channel) {
        String kafka = engines.kafka();
        String redis = engines.redis();
        return switch (channel) {
            case RAW_OUT ->
                kafka == null || !raw()
                        ? new ChannelSource<byte[]>()
                        : channels.to(
                                channel,
                                parts.topic(kafka, config.kafka().raw()),
                                DeadLetterRecords.sink(
                                        parts.topic(kafka, config.kafka().dead())));
            case RAW_DEAD ->
                kafka == null || !raw()
                        ? new ChannelSource<byte[]>()
                        : channels.to(channel, parts.topic(kafka, config.kafka().dead()), null);
            case CURRENT_OUT ->
                redis == null || !locations()
                        ? new ChannelSource<Optional<String>>()
                        : channels.to(LOCATIONS, parts.keys(redis), null);
            default -> throw new IllegalArgumentException("channel " + channel + " does not lead here");
        };
    }
}
