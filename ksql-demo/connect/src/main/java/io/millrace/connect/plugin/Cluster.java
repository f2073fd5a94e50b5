package io.millrace.connect.plugin;

import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** The Kafka cluster behind the connectors. Thread-safe; calls block for at most the connection's timeout. */
public final class Cluster {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final KafkaConnection connection;
    private volatile @Nullable String id;

    public Cluster(KafkaConnection connection) {
        this.connection = connection;
    }

    /** The connection with other properties besides. */
    public KafkaConnection connection(Map<String, String> more) {
        if (more.isEmpty()) {
            return connection;
        }
        Map<String, String> all = new HashMap<>(connection.properties());
        all.putAll(more);
        return new KafkaConnection(connection.bootstrapServers(), connection.timeout(), all);
    }

    public KafkaConnection connection() {
        return connection;
    }

    /**
     * What Kafka calls itself: stays the same as long as it keeps its data.
     *
     * @throws TransientException when it does not answer
     */
    public String id() {
        String known = id;
        if (known == null) {
            known = ask("ask", admin -> admin.describeCluster().clusterId());
            id = known;
        }
        return known;
    }

    /** The id if it was asked for before, else null; returns at once. */
    public @Nullable String knownId() {
        return id;
    }

    /**
     * Makes a topic unless it exists.
     *
     * @param partitions -1 for the broker's default
     * @param replicas -1 for the broker's default
     * @throws TransientException when Kafka does not answer
     */
    public void ensureTopic(String topic, int partitions, short replicas) {
        ensureTopic(topic, partitions, replicas, Map.of());
    }

    /** The same with settings of the topic. */
    public void ensureTopic(String topic, int partitions, short replicas, Map<String, String> settings) {
        if (ask("ask", admin -> admin.listTopics().names()).contains(topic)) {
            return;
        }
        NewTopic made = new NewTopic(
                        topic,
                        partitions < 0 ? Optional.empty() : Optional.of(partitions),
                        replicas < 0 ? Optional.empty() : Optional.of(replicas))
                .configs(settings);
        try {
            ask(
                    "make topic '" + topic + "' at",
                    admin -> admin.createTopics(List.of(made)).config(topic));
        } catch (TransientException e) {
            // another was faster
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private Admin admin() {
        Properties properties = new Properties();
        properties.putAll(connection.properties());
        properties.setProperty("bootstrap.servers", connection.bootstrapServers());
        String timeout = Long.toString(connection.timeout().toMillis());
        properties.setProperty("request.timeout.ms", timeout);
        properties.setProperty("default.api.timeout.ms", timeout);
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            throw new FatalException("cannot use Kafka at " + connection.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    private <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
        String doing = "cannot " + what + " Kafka at " + connection.bootstrapServers() + ": ";
        Admin admin = admin();
        try {
            return question.apply(admin)
                    .get(connection.timeout().plus(CLOSE_PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                throw new FatalException(doing + cause.getMessage(), cause);
            }
            throw new TransientException(doing + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new TransientException(doing + "no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(doing + "interrupted", e);
        } finally {
            admin.close(CLOSE_PATIENCE);
        }
    }
}
