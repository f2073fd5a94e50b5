package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.engine.StateShare;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.LagInfo;

/** {@code /info}, {@code /healthcheck}, {@code /clusterStatus} and {@code /is_valid_property}. */
final class ServerEndpoint {

    /** The version of ksqlDB whose API this is. */
    private static final String VERSION = "0.29.0";

    private final String host;
    private final Peers peers;
    private final Ticker ticker;

    ServerEndpoint(String host, Peers peers, Ticker ticker) {
        this.host = host;
        this.peers = peers;
        this.ticker = ticker;
    }

    void info(Exchange exchange, Buffer body) {
        KsqlEngine engine = exchange.engine();
        ObjectNode all = Json.object();
        all.putObject("KsqlServerInfo")
                .put("version", VERSION)
                .put("kafkaClusterId", engine.cluster())
                .put("ksqlServiceId", engine.settings().serviceId())
                .put("serverStatus", "RUNNING");
        exchange.json(all);
    }

    void serverId(Exchange exchange, Buffer body) {
        KsqlEngine engine = exchange.engine();
        ObjectNode all = Json.object().put("id", "");
        all.putObject("scope").putArray("path");
        ObjectNode clusters = (ObjectNode) all.get("scope");
        clusters.putObject("clusters")
                .put("kafka-cluster", engine.cluster())
                .put("ksql-cluster", engine.settings().serviceId());
        exchange.json(all);
    }

    void health(Exchange exchange, Buffer body) {
        boolean queries = exchange.engine().healthy();
        boolean kafka = kafka(exchange.engine());
        ObjectNode all = Json.object().put("isHealthy", queries && kafka);
        ObjectNode details = all.putObject("details");
        details.putObject("metastore").put("isHealthy", queries);
        details.putObject("kafka").put("isHealthy", kafka);
        exchange.json(all);
    }

    private static boolean kafka(KsqlEngine engine) {
        try {
            return !engine.cluster().isEmpty();
        } catch (TransientException _) {
            return false;
        }
    }

    void property(Exchange exchange, Buffer body) {
        RequestProperties.check(exchange.rest("/is_valid_property/"));
        exchange.json(Json.array().add(true).get(0));
    }

    /** Every process that has a part of a query; whether it lives is found out by asking it. */
    void cluster(Exchange exchange, Buffer body) throws InterruptedException {
        Map<String, List<StateShare>> byHost = new TreeMap<>();
        byHost.put(host, new ArrayList<>());
        for (StateShare share : exchange.engine().shares()) {
            byHost.computeIfAbsent(share.host().host() + ":" + share.host().port(), _ -> new ArrayList<>())
                    .add(share);
        }
        Set<String> alive = alive(byHost.keySet());
        ObjectNode all = Json.object();
        ObjectNode status = all.putObject("clusterStatus");
        byHost.forEach((process, shares) -> status.set(
                process, process(alive.contains(process), shares, ticker.now().toEpochMilli())));
        exchange.json(all);
    }

    private Set<String> alive(Set<String> processes) throws InterruptedException {
        Set<String> alive = ConcurrentHashMap.newKeySet();
        alive.add(host);
        List<Thread> asking = new ArrayList<>();
        for (String process : processes) {
            if (!process.equals(host)) {
                asking.add(Thread.ofVirtual().start(() -> {
                    if (peers.alive(process)) {
                        alive.add(process);
                    }
                }));
            }
        }
        for (Thread thread : asking) {
            thread.join();
        }
        return alive;
    }

    private static ObjectNode process(boolean alive, List<StateShare> shares, long now) {
        ObjectNode one = Json.object().put("hostAlive", alive).put("lastStatusUpdateMs", now);
        ObjectNode queries = one.putObject("activeStandbyPerQuery");
        ObjectNode lags = one.putObject("hostStoreLags");
        ObjectNode stores = lags.putObject("stateStoreLags");
        for (StateShare share : shares) {
            ObjectNode query = queries.putObject(share.query());
            share.stores().stream().sorted().forEach(query.putArray("activeStores")::add);
            partitions(query.putArray("activePartitions"), share.partitions());
            share.standbyStores().stream().sorted().forEach(query.putArray("standByStores")::add);
            partitions(query.putArray("standByPartitions"), share.standbyPartitions());
            share.lags().forEach((store, byPartition) -> stores.set(share.query() + "#" + store, lag(byPartition)));
        }
        lags.put("updateTimeMs", now);
        return one;
    }

    private static void partitions(ArrayNode all, Set<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            all.addObject().put("topic", partition.topic()).put("partition", partition.partition());
        }
    }

    private static ObjectNode lag(Map<Integer, LagInfo> byPartition) {
        ObjectNode store = Json.object();
        ObjectNode all = store.putObject("lagByPartition");
        byPartition.forEach((partition, lag) -> all.putObject(Integer.toString(partition))
                .put("currentOffsetPosition", lag.currentOffsetPosition())
                .put("endOffsetPosition", lag.endOffsetPosition())
                .put("offsetLag", lag.offsetLag()));
        return store.put("size", byPartition.size());
    }
}
