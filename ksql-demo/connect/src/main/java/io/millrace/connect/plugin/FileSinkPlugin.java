package io.millrace.connect.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Values;
import io.millrace.connect.convert.Converter;
import io.millrace.connector.file.FileSink;
import io.millrace.connector.file.FileSinkSettings;
import io.millrace.connector.kafka.KafkaRowSource;
import io.millrace.connector.kafka.KafkaStarts;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.pipeline.Pipeline;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of Kafka as lines at the end of a file, for Kafka's FileStreamSinkConnector. */
final class FileSinkPlugin implements ConnectorPlugin {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Override
    public String className() {
        return "org.apache.kafka.connect.file.FileStreamSinkConnector";
    }

    @Override
    public Direction direction() {
        return Direction.SINK;
    }

    @Override
    public List<Setting> settings() {
        return List.of(FileSettings.FILE);
    }

    @Override
    public List<ConfigProblem> problems(Values values) {
        return FileSettings.problems(values);
    }

    /** One, as a file has one writer. */
    @Override
    public int tasks(Values values) {
        return 1;
    }

    @Override
    public List<String> topics(Values values) {
        return values.list(CommonSettings.TOPICS);
    }

    @Override
    public Pipeline<?, ?> pipeline(TaskContext task) {
        Converter values = task.values(CommonSettings.VALUE_CONVERTER);
        return task.pipeline(
                new KafkaRowSource(task.reads(), KafkaStarts.COMMITTED),
                (in, out) -> out.accept(in.withValue(line(values.read(in.value().value())))),
                FileSink.text(FileSinkSettings.of(FileSettings.file(task))));
    }

    private static String line(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> text;
            case byte[] bytes -> text(bytes);
            default -> json(value);
        };
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PoisonException("bytes that are not UTF-8 text cannot be a line", e);
        }
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new PoisonException("a value cannot be written as a line: " + e.getOriginalMessage(), e);
        }
    }
}
