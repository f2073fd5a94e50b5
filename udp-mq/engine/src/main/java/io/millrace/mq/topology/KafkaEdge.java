package io.millrace.mq.topology;

import io.millrace.connector.kafka.KafkaSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.kafka.KafkaSource;
import io.millrace.connector.kafka.KafkaSourceSettings;
import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.topology.NodeSpec.Guarantee;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edge that is a topic of Kafka. Its readers are one consumer group, named after the edge. What waits in it is for
 * Kafka to tell, so it counts as settled.
 */
final class KafkaEdge implements RunningEdge {

    private final EdgeSpec spec;
    private final String servers;
    private final Ticker ticker;
    private final NodeStatistics statistics;

    KafkaEdge(EdgeSpec spec, Ticker ticker) {
        this.spec = spec;
        this.servers = spec.address() == null ? "" : spec.address();
        this.ticker = ticker;
        this.statistics = new NodeStatistics("Topic", spec.vuid(), ticker);
    }

    @Override
    public EdgeSpec spec() {
        return spec;
    }

    @Override
    public NodeStatistics statistics() {
        return statistics;
    }

    @Override
    public Source<String> source(Guarantee guarantee) {
        return KafkaSource.text(KafkaSourceSettings.of(servers, spec.queue().name(), spec.name()));
    }

    @Override
    public Sink<String> sink(boolean reliable) {
        return KafkaSink.text(KafkaSinkSettings.of(servers, spec.queue().name()));
    }

    @Override
    public @Nullable Sink<DeadLetter> deadLetters(Guarantee guarantee) {
        return null;
    }

    @Override
    public void put(List<String> messages) {
        if (messages.isEmpty()) {
            return;
        }
        try (Sink<String> sink = sink(true)) {
            sink.open();
            sink.write(messages.stream()
                    .map(message -> Record.of(message, ticker.now()))
                    .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while putting the first messages of '" + spec.name() + "'", e);
        }
    }

    @Override
    public EdgeStatus status() {
        return new EdgeStatus(spec, 0, 0, 0, Duration.ZERO, 0, 0, statistics.snapshot());
    }

    @Override
    public boolean settled() {
        return true;
    }

    @Override
    public void close() {}
}
