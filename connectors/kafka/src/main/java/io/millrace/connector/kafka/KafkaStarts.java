package io.millrace.connector.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Says where reading begins, for a sink that remembers by itself what it holds. */
@FunctionalInterface
public interface KafkaStarts {

    /** Begins where the consumer group has committed to, and without that at the oldest record. */
    KafkaStarts COMMITTED = _ -> Map.of();

    /**
     * The offsets of the first records wanted. Called on the thread of the pipeline, each time that partitions come to
     * this member of the group.
     *
     * @return for some or all of the partitions; of the others the group's committed offset counts. An offset that the
     *     topic does not have begins at the oldest record
     * @throws io.millrace.core.failure.TransientException when it cannot be told now
     */
    Map<TopicPartition, Long> of(Set<TopicPartition> partitions);
}
