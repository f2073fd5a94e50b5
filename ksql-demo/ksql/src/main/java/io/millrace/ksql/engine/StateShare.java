package io.millrace.ksql.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * What one process keeps of one query's state.
 *
 * @param host where the process is reached
 * @param stores that it writes
 * @param partitions whose records it works on
 * @param standbyStores that it keeps copies of
 * @param standbyPartitions whose changes it copies
 * @param lags by store and partition, how far it is behind; empty for other processes than this one
 */
public record StateShare(
        String query,
        HostInfo host,
        Set<String> stores,
        Set<TopicPartition> partitions,
        Set<String> standbyStores,
        Set<TopicPartition> standbyPartitions,
        Map<String, Map<Integer, LagInfo>> lags) {

    public StateShare {
        stores = Set.copyOf(stores);
        partitions = Set.copyOf(partitions);
        standbyStores = Set.copyOf(standbyStores);
        standbyPartitions = Set.copyOf(standbyPartitions);
        lags = Map.copyOf(lags);
    }

    /** All shares of a query; empty while it does not run. */
    static List<StateShare> of(String query, KafkaStreams streams, String self) {
        List<StateShare> shares = new ArrayList<>();
        try {
            HostInfo here = HostInfo.buildFromEndpoint(self);
            for (StreamsMetadata metadata : streams.metadataForAllStreamsClients()) {
                boolean own = metadata.hostInfo().equals(here);
                shares.add(new StateShare(
                        query,
                        metadata.hostInfo(),
                        metadata.stateStoreNames(),
                        metadata.topicPartitions(),
                        metadata.standbyStateStoreNames(),
                        metadata.standbyTopicPartitions(),
                        own ? streams.allLocalStorePartitionLags() : Map.of()));
            }
        } catch (StreamsNotStartedException | IllegalStateException _) {
            // it is starting or stopping
        }
        return shares;
    }
}
