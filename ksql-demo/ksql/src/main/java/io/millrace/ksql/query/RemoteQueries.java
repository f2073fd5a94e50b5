package io.millrace.ksql.query;

import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;

/** Asks another process of the same application. Thread-safe. */
@FunctionalInterface
public interface RemoteQueries {

    /** Where there are no others. */
    RemoteQueries NONE = (host, request, rows) -> {
        throw new io.millrace.core.failure.TransientException(
                "the rows are kept by " + host.host() + ":" + host.port() + ", which cannot be asked");
    };

    /**
     * Has a statement answered from the state of one process, and returns when all rows were given.
     *
     * @throws io.millrace.core.failure.TransientException when it does not answer; rows may have been given before
     */
    void pull(HostInfo host, Request request, RowSink rows);

    /**
     * What is asked.
     *
     * @param statement the pull query's text, without variables
     * @param query id of the query whose state is meant
     * @param partitions of the state to look into: only these
     * @param maxLag as {@link PullOptions#maxLag}
     */
    record Request(String statement, String query, Set<Integer> partitions, long maxLag) {
        public Request {
            partitions = Set.copyOf(partitions);
        }
    }
}
