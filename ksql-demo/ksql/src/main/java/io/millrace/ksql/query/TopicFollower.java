package io.millrace.ksql.query;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.run.QueryContext;
import io.millrace.ksql.run.SourceFollower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of a push query's source on a thread of its own: nothing is kept, no group is joined. */
final class TopicFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final DataSource source;
    private final SourceFollower follower;
    private final PushSource target;
    private final boolean earliest;
    private final Thread thread;

    private TopicFollower(
            QueryPlan plan,
            DataSource source,
            PushSource target,
            QueryContext context,
            Properties client,
            boolean earliest) {
        this.consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.source = source;
        this.target = target;
        this.earliest = earliest;
        this.follower = new SourceFollower(plan, source, context, target);
        this.thread = Thread.ofVirtual().name("push-" + target.id()).unstarted(this::run);
    }

    /** Returns when it stands where it is to begin, so that what is written afterwards is seen. */
    static TopicFollower start(
            QueryPlan plan,
            DataSource source,
            PushSource target,
            QueryContext context,
            Properties client,
            boolean earliest) {
        TopicFollower follower = new TopicFollower(plan, source, target, context, client, earliest);
        try {
            follower.position();
        } catch (RuntimeException e) {
            follower.consumer.close();
            throw e;
        }
        follower.thread.start();
        return follower;
    }

    private void position() {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(source.topic().name())) {
                partitions.add(new TopicPartition(info.topic(), info.partition()));
            }
            consumer.assign(partitions);
            if (earliest) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            partitions.forEach(consumer::position);
        } catch (KafkaException e) {
            throw new TransientException("cannot read topic " + source.topic().name() + ": " + e.getMessage(), e);
        }
    }

    private void run() {
        try (consumer) {
            while (!target.over()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    follower.accept(record);
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (StreamException e) {
            target.fail(e);
        } catch (RuntimeException e) {
            target.fail(new TransientException(
                    "cannot follow topic " + source.topic().name() + ": " + e, e));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
    }
}
