package io.millrace.ksql.query;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.KeySerde;
import io.millrace.ksql.plan.PullPlan;
import io.millrace.ksql.run.QueryRun;
import io.millrace.ksql.run.StoreView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Answers pull queries over the table that one query keeps. Thread-safe. */
public final class TableReads {

    private final QueryRun run;
    private final StoreView view;
    private final LocalStore local;
    private final Serializer<Key> keys;
    private final HostInfo self;
    private final RemoteQueries remote;

    /**
     * Of a running query.
     *
     * @param self where this process is reached
     */
    public TableReads(QueryRun run, StoreView view, HostInfo self, RemoteQueries remote) {
        this.run = run;
        this.view = view;
        this.local = new LocalStore(run, view);
        this.keys = KeySerde.of(view.keyCodec()).serializer();
        this.self = self;
        this.remote = remote;
    }

    /**
     * Gives the rows of a query, from wherever they are.
     *
     * @param statement its text, for other processes
     * @throws TransientException when nobody who has a part of the rows answers now
     */
    public void pull(PullPlan plan, String statement, PullOptions options, RowSink rows) {
        Selection selection = new Selection(plan, view, run.context(), rows);
        List<List<Object>> wanted = plan.keys();
        if (wanted != null && wanted.size() == 1) {
            // the common case, in which one look at who keeps what is enough
            Key key = view.key(wanted.getFirst());
            Route route = Route.of(metadata(key, keys));
            ask(route, Map.of(route.partition(), List.of(key)), statement, options, selection);
            return;
        }
        Map<Integer, List<Key>> lookups = lookups(plan);
        for (Map.Entry<HostInfo, List<Route>> asked :
                byOwner(lookups, plan.keys() == null).entrySet()) {
            for (Route route : asked.getValue()) {
                if (selection.done()) {
                    return;
                }
                ask(route, lookups, statement, options, selection);
            }
        }
    }

    /** Gives what is in this process, in some partitions only. */
    public void pullHere(PullPlan plan, RemoteQueries.Request request, RowSink rows) {
        Selection selection = new Selection(plan, view, run.context(), rows);
        Map<Integer, List<Key>> lookups = lookups(plan);
        for (int partition : new TreeSet<>(request.partitions())) {
            check(partition, request.maxLag());
            read(partition, lookups, selection);
        }
    }

    private void ask(
            Route route, Map<Integer, List<Key>> lookups, String statement, PullOptions options, Selection selection) {
        TransientException failure = null;
        long given = selection.given();
        for (HostInfo host : route.hosts(options)) {
            try {
                if (host.equals(self)) {
                    checkLocal(route, host, options.maxLag());
                    read(route.partition(), lookups, selection);
                } else {
                    remote.pull(
                            host,
                            new RemoteQueries.Request(
                                    statement, run.context().queryId(), Set.of(route.partition()), options.maxLag()),
                            selection::passOn);
                }
                return;
            } catch (TransientException e) {
                failure = e;
                if (selection.given() > given) {
                    // another one would give these rows again
                    break;
                }
            }
        }
        throw new TransientException(
                "nobody answers for partition " + route.partition() + " of "
                        + view.table().name(),
                failure);
    }

    private void checkLocal(Route route, HostInfo host, long maxLag) {
        if (!host.equals(route.owner())) {
            check(route.partition(), maxLag);
        }
    }

    /** Refuses to answer from a copy that is too far behind. */
    private void check(int partition, long maxLag) {
        if (maxLag == Long.MAX_VALUE) {
            return;
        }
        LagInfo lag = run.streams()
                .allLocalStorePartitionLags()
                .getOrDefault(view.store(), Map.of())
                .get(partition);
        if (lag != null && lag.offsetLag() > maxLag) {
            throw new TransientException("partition " + partition + " of "
                    + view.table().name() + " is " + lag.offsetLag() + " changes behind, more than " + maxLag);
        }
    }

    private void read(int partition, Map<Integer, List<Key>> lookups, Selection selection) {
        if (selection.plan().keys() == null) {
            local.scan(partition, selection.plan().bounds(), selection);
            return;
        }
        for (Key key : lookups.getOrDefault(partition, List.of())) {
            if (!selection.done()) {
                local.get(partition, key, selection.plan().bounds(), selection);
            }
        }
    }

    /** The keys asked for, by partition. */
    private Map<Integer, List<Key>> lookups(PullPlan plan) {
        Map<Integer, List<Key>> all = new TreeMap<>();
        List<List<Object>> wanted = plan.keys();
        if (wanted != null) {
            for (List<Object> values : wanted) {
                Key key = view.key(values);
                all.computeIfAbsent(metadata(key, keys).partition(), _ -> new ArrayList<>())
                        .add(key);
            }
        }
        return all;
    }

    /** The partitions to look into, by who writes them. */
    private Map<HostInfo, List<Route>> byOwner(Map<Integer, List<Key>> lookups, boolean everything) {
        Map<HostInfo, List<Route>> all = new LinkedHashMap<>();
        int count = everything ? partitions() : -1;
        for (int partition : everything ? range(count) : lookups.keySet()) {
            Route route = Route.of(metadata(partition));
            all.computeIfAbsent(route.owner(), _ -> new ArrayList<>()).add(route);
        }
        return all;
    }

    private static Set<Integer> range(int count) {
        Set<Integer> all = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    private KeyQueryMetadata metadata(Key key, Serializer<Key> serializer) {
        return known(run.streams().queryMetadataForKey(view.store(), key, serializer));
    }

    private KeyQueryMetadata metadata(int partition) {
        StreamPartitioner<Key, Object> fixed = (topic, key, value, count) -> Optional.of(Set.of(partition));
        return known(run.streams().queryMetadataForKey(view.store(), Key.of(0), fixed));
    }

    /** How many there are: Kafka Streams tells it to partitioners alone. */
    private int partitions() {
        int[] counted = {0};
        StreamPartitioner<Key, Object> counting = (topic, key, value, count) -> {
            counted[0] = count;
            return Optional.of(Set.of(0));
        };
        known(run.streams().queryMetadataForKey(view.store(), Key.of(0), counting));
        return counted[0];
    }

    private KeyQueryMetadata known(@Nullable KeyQueryMetadata metadata) {
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new TransientException(view.table().name() + " is being assigned to processes now, or its query does"
                    + " not run: " + run.state().status());
        }
        return metadata;
    }
}
