package io.millrace.connect.plugin;

import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Setting.Form;
import io.millrace.connect.config.Setting.Importance;
import io.millrace.connect.config.Values;
import io.millrace.connect.convert.Converter;
import io.millrace.connector.file.FileSource;
import io.millrace.connector.file.FileSourceSettings;
import io.millrace.connector.kafka.KafkaRowSink;
import io.millrace.core.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The lines of a file that grows to Kafka, for Kafka's FileStreamSourceConnector. How far it has come is in a file
 * beside it.
 */
final class FileSourcePlugin implements ConnectorPlugin {

    private static final String TOPIC = "topic";

    @Override
    public String className() {
        return "org.apache.kafka.connect.file.FileStreamSourceConnector";
    }

    @Override
    public Direction direction() {
        return Direction.SOURCE;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                FileSettings.FILE,
                Setting.required(TOPIC, Form.STRING, "The topic that is written.")
                        .with(CommonSettings::topicProblem)
                        .with(Importance.HIGH));
    }

    @Override
    public List<String> ignored() {
        return List.of("batch.size");
    }

    @Override
    public List<ConfigProblem> problems(Values values) {
        return FileSettings.problems(values);
    }

    @Override
    public int tasks(Values values) {
        return 1;
    }

    @Override
    public List<String> topics(Values values) {
        return List.of(values.text(TOPIC));
    }

    @Override
    public Pipeline<?, ?> pipeline(TaskContext task) {
        Path file = FileSettings.file(task);
        String topic = task.values().text(TOPIC);
        task.cluster().ensureTopic(topic, task.values().number(CommonSettings.NEW_PARTITIONS), (short)
                task.values().number(CommonSettings.NEW_REPLICATION));
        FileSourceSettings usual = FileSourceSettings.of(file, true);
        FileSourceSettings own = new FileSourceSettings(
                file,
                file.resolveSibling(file.getFileName() + "." + task.connector() + ".offset"),
                true,
                usual.maxLineBytes(),
                usual.maxBatch(),
                usual.pause());
        Converter values = task.values(CommonSettings.VALUE_CONVERTER);
        return task.pipeline(
                FileSource.text(own, task.ticker()),
                (in, out) -> out.accept(in.withValue(new ProducerRecord<>(
                        topic, null, in.timestamp().toEpochMilli(), null, values.write(topic + "-value", in.value())))),
                new KafkaRowSink(task.writes(topic)));
    }
}
