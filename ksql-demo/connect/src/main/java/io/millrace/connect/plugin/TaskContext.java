package io.millrace.connect.plugin;

import io.millrace.connect.config.Values;
import io.millrace.connect.convert.Converter;
import io.millrace.connect.convert.Converters;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.kafka.KafkaSourceSettings;
import io.millrace.core.Operator;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a task is made of.
 *
 * @param connector its name
 * @param task from 0
 * @param tasks how many there are
 * @param files the folder that file connectors may touch; null when they are not offered
 */
public record TaskContext(
        String connector,
        int task,
        int tasks,
        Values values,
        Converters converters,
        Cluster cluster,
        Backoff backoff,
        Ticker ticker,
        @Nullable Path files) {

    private static final int BATCH = 1_000;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** The name of a task's pipeline, which is also in logs and meters. */
    public static String pipelineName(String connector, int task) {
        return "connect-" + connector + "-" + task;
    }

    Converter keys() {
        return converters.of(CommonSettings.KEY_CONVERTER, values);
    }

    Converter values(String which) {
        return converters.of(which, values);
    }

    /** What a sink connector reads, by the group that Kafka Connect would use. */
    KafkaSourceSettings reads() {
        KafkaConnection connection = cluster.connection(values.under("consumer.override."));
        return new KafkaSourceSettings(
                connection, values.list(CommonSettings.TOPICS), "connect-" + connector, true, BATCH);
    }

    /** What a source connector writes. */
    KafkaSinkSettings writes(String topic) {
        return new KafkaSinkSettings(cluster.connection(values.under("producer.override.")), topic, Duration.ZERO);
    }

    /** Source, operator and sink with what {@code errors.*} say about records that cannot be handled. */
    <I, O> Pipeline<I, O> pipeline(Source<I> source, Operator<I, O> operator, Sink<O> sink) {
        PipelineSettings settings = new PipelineSettings(FailurePolicy.STOP, backoff, POLL, GRACE);
        Pipeline<I, O> strict = new Pipeline<>(pipelineName(connector, task), source, operator, sink, null, settings);
        if (!values.text(CommonSettings.TOLERANCE).equalsIgnoreCase("all")) {
            return strict;
        }
        String topic = values.text(CommonSettings.DEAD_TOPIC);
        if (topic.isBlank()) {
            return strict.with(settings.with(FailurePolicy.SKIP));
        }
        cluster.ensureTopic(topic, 1, (short) values.number(CommonSettings.DEAD_REPLICATION));
        return strict.withDeadLetters(
                new DeadLetterSink(writes(topic), topic, connector, task, values.is(CommonSettings.DEAD_HEADERS)));
    }
}
