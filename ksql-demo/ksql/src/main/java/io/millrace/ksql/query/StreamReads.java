package io.millrace.ksql.query;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.PullPlan;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.run.QueryContext;
import io.millrace.ksql.run.SourceFollower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Pull queries over streams: their topics from the first record to what is the last one now. Thread-safe. */
public final class StreamReads {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int IDLE_POLLS = 20;

    private final Properties client;

    public StreamReads(Properties client) {
        this.client = client;
    }

    /**
     * Gives the rows that are in the topic now.
     *
     * @throws TransientException when Kafka does not answer
     */
    public void read(PullPlan plan, QueryContext context, RowSink rows) {
        DataSource source = plan.origin().source();
        Taker taker = new Taker(rows, plan);
        SourceFollower follower = new SourceFollower(asQuery(plan), source, context, (key, value, at) -> {
            @Nullable Object[] row = new @Nullable Object[plan.columns().size()];
            int keys = 0;
            int values = 0;
            for (int i = 0; i < row.length; i++) {
                if (plan.columns().get(i).column().isKey()) {
                    row[i] = key == null ? null : key.row().get(keys++);
                } else {
                    row[i] = value == null ? null : value.get(values++);
                }
            }
            taker.take(row);
        });
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            readAll(consumer, source.topic().name(), follower, taker);
        } catch (KafkaException e) {
            throw new TransientException("cannot read topic " + source.topic().name() + ": " + e.getMessage(), e);
        }
    }

    private static void readAll(
            KafkaConsumer<byte[], byte[]> consumer, String topic, SourceFollower follower, Taker taker) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic)
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int idle = 0;
        while (!taker.done() && idle < IDLE_POLLS && !reached(consumer, ends)) {
            idle++;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                idle = 0;
                long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (!taker.done() && record.offset() < end) {
                    follower.accept(record);
                }
            }
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static QueryPlan asQuery(PullPlan plan) {
        return new QueryPlan(
                plan.origin(),
                List.of(),
                plan.where(),
                List.of(),
                null,
                plan.columns(),
                plan.origin().source().kind(),
                null,
                Emit.CHANGES,
                plan.limit());
    }

    /** Counts, and stops at the limit. */
    private static final class Taker {

        private final RowSink rows;
        private final long limit;
        private long given;
        private boolean stopped;

        Taker(RowSink rows, PullPlan plan) {
            this.rows = rows;
            this.limit = plan.limit().isPresent() ? plan.limit().getAsInt() : Long.MAX_VALUE;
        }

        boolean done() {
            return stopped || given >= limit;
        }

        void take(@Nullable Object[] row) {
            if (!done()) {
                given++;
                stopped = !rows.accept(row);
            }
        }
    }
}
