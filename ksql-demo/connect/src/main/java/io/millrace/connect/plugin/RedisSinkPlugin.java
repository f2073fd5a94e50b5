package io.millrace.connect.plugin;

import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Setting.Form;
import io.millrace.connect.config.Setting.Importance;
import io.millrace.connect.config.Values;
import io.millrace.connector.kafka.KafkaRowSource;
import io.millrace.connector.redis.RedisConnection;
import io.millrace.connector.redis.RedisOffsetSink;
import io.millrace.connector.redis.RedisPartition;
import io.millrace.core.pipeline.Pipeline;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Kafka to Redis, for jcustenborder's RedisSinkConnector: each record sets its key, one without value removes it, and
 * the offsets are stored beside the data in the same transaction.
 */
final class RedisSinkPlugin implements ConnectorPlugin {

    private static final String HOSTS = "redis.hosts";
    private static final String PASSWORD = "redis.password";
    private static final String DATABASE = "redis.database";
    private static final String MODE = "redis.client.mode";
    private static final String TLS = "redis.ssl.enabled";
    private static final String TIMEOUT = "redis.operation.timeout.ms";
    private static final String CHARSET = "redis.charset";

    @Override
    public String className() {
        return "com.github.jcustenborder.kafka.connect.redis.RedisSinkConnector";
    }

    @Override
    public Direction direction() {
        return Direction.SINK;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.optional(HOSTS, Form.LIST, "localhost:6379", "The server, host:port.")
                        .with(Importance.HIGH),
                Setting.optional(PASSWORD, Form.PASSWORD, "", "Its password.").with(Importance.MEDIUM),
                Setting.optional(DATABASE, Form.INT, "1", "Its database.")
                        .with(CommonSettings.within(0, Integer.MAX_VALUE))
                        .with(Importance.MEDIUM),
                Setting.optional(MODE, Form.STRING, "Standalone", "The kind of server: Standalone.")
                        .with(CommonSettings.oneOf("Standalone"))
                        .with(Importance.MEDIUM),
                Setting.optional(TLS, Form.BOOLEAN, "false", "Whether to connect with TLS."),
                Setting.optional(TIMEOUT, Form.LONG, "10000", "Longest wait for the connection and for each answer.")
                        .with(value ->
                                Long.parseLong(value.strip()) > 0 && Long.parseLong(value.strip()) <= Integer.MAX_VALUE
                                        ? null
                                        : "from 1 to 2147483647"),
                Setting.optional(CHARSET, Form.STRING, "UTF-8", "Bytes of text in Redis.")
                        .with(RedisSinkPlugin::charsetProblem));
    }

    private static @Nullable String charsetProblem(String name) {
        try {
            return Charset.isSupported(name) ? null : "a charset of this JVM, such as UTF-8";
        } catch (IllegalArgumentException _) {
            return "a charset of this JVM, such as UTF-8";
        }
    }

    @Override
    public List<String> ignored() {
        // how the original's client reconnects; here a task that failed starts again by itself
        return List.of("redis.connection.", "redis.socket.", "redis.auto.reconnect", "redis.request.queue");
    }

    @Override
    public Map<String, String> refused() {
        return Map.of(
                "redis.ssl.keystore", "the server's certificate must be one that the JVM trusts",
                "redis.ssl.truststore", "the server's certificate must be one that the JVM trusts",
                "redis.sentinel", "name the master in redis.hosts");
    }

    @Override
    public List<ConfigProblem> problems(Values values) {
        List<ConfigProblem> problems = new ArrayList<>();
        if (values.list(HOSTS).size() != 1) {
            problems.add(new ConfigProblem(HOSTS, HOSTS + " must name one server, was '" + values.text(HOSTS) + "'"));
            return problems;
        }
        try {
            connection(values);
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigProblem(
                    HOSTS,
                    HOSTS + " must be like localhost:6379, was '" + values.text(HOSTS) + "': " + e.getMessage()));
        }
        return problems;
    }

    private static RedisConnection connection(Values values) {
        String host = values.list(HOSTS).getFirst();
        String password = values.text(PASSWORD);
        return new RedisConnection(
                URI.create((values.is(TLS) ? "rediss://" : "redis://") + host),
                values.number(DATABASE),
                null,
                password.isEmpty() ? null : password,
                null,
                Duration.ofMillis(Long.parseLong(values.text(TIMEOUT).strip())));
    }

    @Override
    public int tasks(Values values) {
        return values.number(CommonSettings.TASKS);
    }

    @Override
    public List<String> topics(Values values) {
        return values.list(CommonSettings.TOPICS);
    }

    @Override
    public Pipeline<?, ?> pipeline(TaskContext task) {
        Values values = task.values();
        RedisOffsetSink sink = new RedisOffsetSink(connection(values));
        return task.pipeline(
                new KafkaRowSource(task.reads(), partitions -> starts(sink, partitions)),
                new RedisEntries(
                        task.keys(),
                        task.values(CommonSettings.VALUE_CONVERTER),
                        Charset.forName(values.text(CHARSET))),
                sink);
    }

    /** Behind what Redis holds; from the start for what it has never seen, or has lost. */
    private static Map<TopicPartition, Long> starts(RedisOffsetSink sink, Set<TopicPartition> partitions) {
        List<RedisPartition> asked = partitions.stream()
                .map(one -> new RedisPartition(one.topic(), one.partition()))
                .toList();
        Map<TopicPartition, Long> starts = new HashMap<>();
        sink.lastOffsets(asked)
                .forEach((partition, offset) ->
                        starts.put(new TopicPartition(partition.topic(), partition.partition()), offset + 1));
        return starts;
    }
}
