package io.millrace.ksql.run;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How queries run in this process.
 *
 * @param bootstrapServers {@code host:port}, several with commas between
 * @param applicationPrefix what the names of consumer groups and internal topics begin with
 * @param server {@code host:port} under which other processes reach this one
 * @param folder where state is kept; each process needs its own
 * @param threads per query, at least 1
 * @param standbys how many other processes keep a copy of each state
 * @param exactlyOnce whether results are written in transactions; slower, and seen with each commit only
 * @param cacheBytes for changes of one query that may be joined before they go on; 0 gives each change
 * @param overrides any other setting of Kafka Streams, or of clients such as {@code security.protocol}
 */
public record RunSettings(
        String bootstrapServers,
        String applicationPrefix,
        String server,
        Path folder,
        int threads,
        int standbys,
        boolean exactlyOnce,
        long cacheBytes,
        Map<String, String> overrides) {

    private static final int COMMIT_MILLIS = 2_000;
    private static final int SESSION_MILLIS = 10_000;

    private static final List<String> CLIENT =
            List.of("security.", "sasl.", "ssl.", "client.", "request.timeout", "default.api", "reconnect.", "retry.");

    public RunSettings {
        overrides = Map.copyOf(overrides);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        if (standbys < 0) {
            throw new IllegalArgumentException("standbys must not be negative, was " + standbys);
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cacheBytes must not be negative, was " + cacheBytes);
        }
    }

    /** A {@link #server} for a process that is alone: other processes cannot reach it. */
    public static String alone() {
        return "process-" + Long.toHexString(new SecureRandom().nextLong()) + ":1";
    }

    /** Name of a query's application, which its group and its internal topics bear. */
    public String application(String queryId) {
        return applicationPrefix + "query_" + queryId;
    }

    /** What any other client of the same cluster is made with: how to reach it and to get in. */
    public Properties client() {
        Properties client = new Properties();
        overrides.forEach((name, value) -> {
            if (CLIENT.stream().anyMatch(name::startsWith)) {
                client.put(name, value);
            }
        });
        client.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return client;
    }

    /**
     * What Kafka Streams is started with.
     *
     * @param properties of the statement: they win over all others, but for what keeps queries apart
     */
    Properties streams(QueryContext context, Map<String, String> properties) {
        Properties all = new Properties();
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        all.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        // a result leaves at once: this is the difference between 9 and 116 ms at the 99th percentile
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "latest");
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        // who stops in order says so: its partitions need not wait for the end of its session
        all.put(StreamsConfig.consumerPrefix("internal.leave.group.on.close"), true);
        all.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        all.putAll(overrides);
        properties.forEach((name, value) -> all.put(name(name), value));
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, application(context.queryId()));
        all.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        all.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipUnreadable.class);
        all.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipUnwritable.class);
        all.put(SkipUnwritable.CONTEXT, context);
        all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, server);
        return all;
    }

    /** The name that Kafka Streams has for a setting of ksqlDB. */
    public static String name(String property) {
        String name = property.toLowerCase(Locale.ROOT);
        name = name.startsWith("ksql.streams.") ? name.substring("ksql.streams.".length()) : name;
        return switch (name) {
            case "auto.offset.reset" -> StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
            case "cache.max.bytes.buffering" -> StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
            default -> name;
        };
    }
}
