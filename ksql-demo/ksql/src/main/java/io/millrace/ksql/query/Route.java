package io.millrace.ksql.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Who has a partition of a state.
 *
 * @param owner who writes it
 * @param standbys who keep copies
 */
record Route(int partition, HostInfo owner, List<HostInfo> standbys) {

    static Route of(KeyQueryMetadata metadata) {
        return new Route(metadata.partition(), metadata.activeHost(), List.copyOf(metadata.standbyHosts()));
    }

    /** Whom to ask, in this order. */
    List<HostInfo> hosts(PullOptions options) {
        List<HostInfo> all = new ArrayList<>();
        all.add(owner);
        if (options.standbys()) {
            all.addAll(standbys);
        }
        return all;
    }
}
