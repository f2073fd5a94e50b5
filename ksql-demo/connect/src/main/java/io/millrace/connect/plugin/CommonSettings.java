package io.millrace.connect.plugin;

import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Definition;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Setting.Form;
import io.millrace.connect.config.Setting.Importance;
import io.millrace.connect.config.Values;
import io.millrace.connect.convert.Converters;
import io.millrace.connector.kafka.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What all connectors take.
 *
 * @param keyConverter for connectors that name none
 * @param valueConverter for connectors that name none
 */
public record CommonSettings(String keyConverter, String valueConverter) {

    public static final String TASKS = "tasks.max";
    static final String TOPICS = "topics";
    static final String KEY_CONVERTER = "key.converter";
    static final String VALUE_CONVERTER = "value.converter";
    static final String TOLERANCE = "errors.tolerance";
    static final String DEAD_TOPIC = "errors.deadletterqueue.topic.name";
    static final String DEAD_REPLICATION = "errors.deadletterqueue.topic.replication.factor";
    static final String DEAD_HEADERS = "errors.deadletterqueue.context.headers.enable";
    static final String NEW_PARTITIONS = "topic.creation.default.partitions";
    static final String NEW_REPLICATION = "topic.creation.default.replication.factor";

    private static final int MOST_TASKS = 64;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    /** What a connector of a kind takes in all. */
    public Definition definition(ConnectorPlugin plugin) {
        List<Setting> all = new ArrayList<>();
        all.add(Setting.required(ConnectorConfig.NAME, Form.STRING, "The connector's name, unique in this worker."));
        all.add(Setting.required(ConnectorConfig.CLASS, Form.CLASS, "The kind of connector, by class or short name."));
        all.add(new Setting(
                TASKS, Form.INT, "1", within(1, MOST_TASKS), Importance.HIGH, "Tasks at most, which share the work."));
        all.add(new Setting(
                KEY_CONVERTER,
                Form.CLASS,
                keyConverter,
                Converters::problem,
                Importance.LOW,
                "Form of keys in topics."));
        all.add(new Setting(
                VALUE_CONVERTER,
                Form.CLASS,
                valueConverter,
                Converters::problem,
                Importance.LOW,
                "Form of values in topics."));
        all.add(Setting.optional(
                        TOLERANCE, Form.STRING, "none", "What becomes of records that cannot be handled: none or all.")
                .with(oneOf("none", "all"))
                .with(Importance.MEDIUM));
        all.add(Setting.optional(
                        DEAD_TOPIC, Form.STRING, "", "With errors.tolerance all: the topic where such records go.")
                .with(value -> value.isEmpty() ? null : topicProblem(value))
                .with(Importance.MEDIUM));
        all.add(Setting.optional(DEAD_REPLICATION, Form.INT, "-1", "Copies of that topic; -1 for the broker's default.")
                .with(replication()));
        all.add(Setting.optional(DEAD_HEADERS, Form.BOOLEAN, "true", "Whether headers tell the reason."));
        boolean source = plugin.direction() == ConnectorPlugin.Direction.SOURCE;
        if (source) {
            all.add(Setting.optional(
                            NEW_PARTITIONS,
                            Form.INT,
                            "-1",
                            "Partitions of a topic that is made; -1 for the broker's default.")
                    .with(value ->
                            Integer.parseInt(value.strip()) > 0 || value.strip().equals("-1")
                                    ? null
                                    : "-1 or at least 1"));
            all.add(Setting.optional(
                            NEW_REPLICATION,
                            Form.INT,
                            "-1",
                            "Copies of a topic that is made; -1 for the broker's default.")
                    .with(replication()));
        } else {
            all.add(Setting.required(TOPICS, Form.LIST, "The topics to read, with commas between.")
                    .with(CommonSettings::topicsProblem));
        }
        all.addAll(plugin.settings());
        List<String> ignored = new ArrayList<>(List.of(
                "header.converter",
                "config.action.reload",
                "errors.log.",
                "errors.retry.",
                "exactly.once.",
                "offsets.storage.topic",
                "tasks.max.enforce",
                "transaction.boundary"));
        ignored.addAll(plugin.ignored());
        Map<String, String> refused = new TreeMap<>(Map.of(
                "transforms", "do the change in a ksqlDB statement",
                "predicates", "do the filter in a ksqlDB statement",
                "topics.regex", "list the topics in topics"));
        refused.putAll(plugin.refused());
        return new Definition(
                all,
                List.of(
                        "key.converter.",
                        "value.converter.",
                        source ? "producer.override." : "consumer.override.",
                        "producer.override."),
                ignored,
                refused);
    }

    /** What is wrong between settings that all connectors have. */
    public static List<ConfigProblem> problems(Values values) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (String which : List.of(KEY_CONVERTER, VALUE_CONVERTER)) {
            Converters.problems(which, values).forEach(text -> problems.add(new ConfigProblem(first(text), text)));
        }
        for (String prefix : List.of("consumer.override.", "producer.override.")) {
            try {
                KafkaConnection tried =
                        new KafkaConnection("127.0.0.1:9092", Duration.ofSeconds(1), values.under(prefix));
                assert tried != null;
            } catch (IllegalArgumentException e) {
                problems.add(new ConfigProblem(prefix, prefix + "*: " + e.getMessage()));
            }
        }
        return problems;
    }

    private static String first(String text) {
        return text.substring(0, text.indexOf(' '));
    }

    static Setting.Check within(int min, int max) {
        return value -> {
            int number = Integer.parseInt(value.strip());
            return number >= min && number <= max ? null : "from " + min + " to " + max;
        };
    }

    static Setting.Check oneOf(String... allowed) {
        List<String> all = List.of(allowed);
        return value -> all.stream().anyMatch(value::equalsIgnoreCase) ? null : "one of " + String.join(", ", all);
    }

    private static Setting.Check replication() {
        return value -> {
            int number = Integer.parseInt(value.strip());
            return number == -1 || (number > 0 && number <= Short.MAX_VALUE) ? null : "-1 or at least 1";
        };
    }

    static @Nullable String topicProblem(String topic) {
        return TOPIC.matcher(topic).matches() ? null : "the name of a topic: letters, digits, '.', '_' and '-'";
    }

    private static @Nullable String topicsProblem(String list) {
        for (String topic : list.split(",", -1)) {
            String problem = topic.isBlank() ? null : topicProblem(topic.strip());
            if (problem != null) {
                return "names of topics with commas between: letters, digits, '.', '_' and '-'";
            }
        }
        return null;
    }
}
