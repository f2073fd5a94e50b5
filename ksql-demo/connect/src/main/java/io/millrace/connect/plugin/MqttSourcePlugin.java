package io.millrace.connect.plugin;

import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Setting.Form;
import io.millrace.connect.config.Setting.Importance;
import io.millrace.connect.config.Values;
import io.millrace.connect.convert.Converter;
import io.millrace.connector.kafka.KafkaRowSink;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSource;
import io.millrace.connector.mqtt.MqttSourceSettings;
import io.millrace.core.Record;
import io.millrace.core.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * MQTT to Kafka, for Confluent's MqttSourceConnector: key the MQTT topic, value the payload, headers
 * {@code mqtt.message.id}, {@code mqtt.qos}, {@code mqtt.retained} and {@code mqtt.duplicate} as text.
 */
final class MqttSourcePlugin implements ConnectorPlugin {

    private static final String TOPIC = "kafka.topic";
    private static final String SERVER = "mqtt.server.uri";
    private static final String TOPICS = "mqtt.topics";
    private static final String QOS = "mqtt.qos";
    private static final String CLEAN = "mqtt.clean.session.enabled";
    private static final String USER = "mqtt.username";
    private static final String PASSWORD = "mqtt.password";
    private static final String CLIENT = "mqtt.client.id";
    private static final String KEEP_ALIVE = "mqtt.keepalive.interval.seconds";
    private static final String TIMEOUT = "mqtt.connect.timeout.seconds";

    @Override
    public String className() {
        return "io.confluent.connect.mqtt.MqttSourceConnector";
    }

    @Override
    public Direction direction() {
        return Direction.SOURCE;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(SERVER, Form.LIST, "The broker, tcp://mqtt.hsl.fi:1883 or ssl://mqtt.hsl.fi:8883."),
                Setting.required(TOPICS, Form.LIST, "Topic filters, with commas between."),
                Setting.optional(TOPIC, Form.STRING, "mqtt", "The topic that is written.")
                        .with(CommonSettings::topicProblem)
                        .with(Importance.HIGH),
                Setting.optional(QOS, Form.INT, "0", "Quality of service: 0, 1, or 2, which is 1 here.")
                        .with(CommonSettings.within(0, 2)),
                Setting.optional(CLEAN, Form.BOOLEAN, "true", "False keeps what comes while the connector is away."),
                Setting.optional(USER, Form.STRING, "", "User at the broker.").with(Importance.HIGH),
                Setting.optional(PASSWORD, Form.PASSWORD, "", "Password at the broker.")
                        .with(Importance.HIGH),
                Setting.optional(
                        CLIENT, Form.STRING, "", "Client id at the broker; by default of Kafka's id, name and task."),
                Setting.optional(KEEP_ALIVE, Form.INT, "60", "Longest silence before a ping.")
                        .with(CommonSettings.within(1, 65_535)),
                Setting.optional(TIMEOUT, Form.INT, "30", "Longest wait for the broker.")
                        .with(CommonSettings.within(1, 3_600)));
    }

    @Override
    public List<String> ignored() {
        // the licence of the original, and how it keeps what it has not written yet
        return List.of("confluent.", "records.buffer.", "max.retry.time.ms", "mqtt.automatic.");
    }

    @Override
    public Map<String, String> refused() {
        return Map.of(
                "mqtt.ssl.",
                "with ssl:// the broker's certificate must be one that the JVM trusts, see javax.net.ssl.trustStore");
    }

    @Override
    public List<ConfigProblem> problems(Values values) {
        List<ConfigProblem> problems = new ArrayList<>();
        if (values.list(SERVER).size() > 1) {
            problems.add(
                    new ConfigProblem(SERVER, SERVER + " must name one broker, was '" + values.text(SERVER) + "'"));
            return problems;
        }
        try {
            for (int task = 0; task < tasks(values); task++) {
                settings(values, task, tasks(values), "id");
            }
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String setting = message.contains("filter") || message.contains("level") ? TOPICS : SERVER;
            setting = message.startsWith("password") || message.startsWith("clientId") ? USER : setting;
            problems.add(new ConfigProblem(setting, setting + ": " + message));
        }
        return problems;
    }

    @Override
    public int tasks(Values values) {
        return Math.min(values.number(CommonSettings.TASKS), values.list(TOPICS).size());
    }

    @Override
    public List<String> topics(Values values) {
        return List.of(values.text(TOPIC));
    }

    private static MqttSourceSettings settings(Values values, int task, int tasks, String client) {
        List<String> filters = new ArrayList<>();
        List<String> all = values.list(TOPICS);
        for (int i = task; i < all.size(); i += tasks) {
            filters.add(all.get(i));
        }
        MqttConnection connection = MqttConnection.of(values.list(SERVER).getFirst(), client)
                .withUser(orNull(values.text(USER)), orNull(values.text(PASSWORD)))
                .withTimes(Duration.ofSeconds(values.number(KEEP_ALIVE)), Duration.ofSeconds(values.number(TIMEOUT)));
        MqttSourceSettings usual = MqttSourceSettings.of(connection, filters.getFirst());
        MqttQuality quality = values.number(QOS) == 0 ? MqttQuality.AT_MOST_ONCE : MqttQuality.AT_LEAST_ONCE;
        return new MqttSourceSettings(
                connection,
                filters,
                quality,
                values.is(CLEAN),
                usual.sessionExpiry(),
                usual.queue(),
                usual.maxUnconfirmed());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public Pipeline<?, ?> pipeline(TaskContext task) {
        Values values = task.values();
        String topic = values.text(TOPIC);
        task.cluster().ensureTopic(topic, values.number(CommonSettings.NEW_PARTITIONS), (short)
                values.number(CommonSettings.NEW_REPLICATION));
        MqttSource<byte[]> source =
                MqttSource.bytes(settings(values, task.task(), task.tasks(), client(task)), task.ticker());
        Converter keys = task.keys();
        Converter payloads = task.values(CommonSettings.VALUE_CONVERTER);
        return task.pipeline(
                source,
                (in, out) -> out.accept(in.withValue(new ProducerRecord<>(
                        topic,
                        null,
                        in.timestamp().toEpochMilli(),
                        keys.write(topic + "-key", in.key()),
                        payloads.write(topic + "-value", in.value()),
                        headers(in)))),
                new KafkaRowSink(task.writes(topic)));
    }

    /** The same after each start, as the broker keeps a session by it, and another in each cluster. */
    private static String client(TaskContext task) {
        String own = task.values().text(CLIENT);
        String client = own.isEmpty() ? "millrace-" + task.cluster().id() + "-" + task.connector() : own;
        return task.tasks() == 1 ? client : client + "-" + task.task();
    }

    private static Headers headers(Record<byte[]> from) {
        Headers headers = new RecordHeaders();
        from.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
