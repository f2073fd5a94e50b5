package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes topics that are missing, for clusters that do not by themselves and for a number of partitions.
 *
 * <p><b>Threading:</b> thread-safe; each call connects anew.
 */
public final class KafkaTopics {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final KafkaConnection connection;

    /** Topics of a cluster. */
    public KafkaTopics(KafkaConnection connection) {
        this.connection = requireNonNull(connection, "connection is null");
    }

    /**
     * Makes those that do not exist; what exists stays as it is, with any number of partitions.
     *
     * @param partitions of those that are made, at least 1; how often each is kept is the cluster's default
     * @throws TransientException when the cluster does not answer
     * @throws io.millrace.core.failure.FatalException when it refuses
     */
    public void ensure(Collection<String> topics, int partitions) {
        String doing = "cannot make topics " + topics + " at " + connection.bootstrapServers();
        Properties properties = connection.toProperties();
        properties.setProperty(
                "default.api.timeout.ms", Long.toString(connection.timeout().toMillis()));
        try {
            Admin admin = Admin.create(properties);
            try {
                create(admin, topics, partitions);
            } finally {
                admin.close(CLOSE_PATIENCE);
            }
        } catch (ExecutionException e) {
            throw KafkaFailures.of(doing, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw KafkaFailures.of(doing, e);
        } catch (TimeoutException e) {
            throw new TransientException(doing + ": no answer within " + connection.timeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(doing + ": interrupted", e);
        }
    }

    private void create(Admin admin, Collection<String> topics, int partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        long patience = connection.timeout().toMillis();
        Set<String> present = admin.listTopics().names().get(patience, TimeUnit.MILLISECONDS);
        List<NewTopic> missing = new ArrayList<>();
        for (String topic : topics) {
            if (!present.contains(topic)) {
                missing.add(new NewTopic(topic, Optional.of(partitions), Optional.empty()));
            }
        }
        for (Map.Entry<String, KafkaFuture<Void>> made :
                admin.createTopics(missing).values().entrySet()) {
            try {
                made.getValue().get(patience, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                // another process was faster
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }
}
