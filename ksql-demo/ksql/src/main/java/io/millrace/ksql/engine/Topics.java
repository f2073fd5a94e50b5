package io.millrace.ksql.engine;

import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.KsqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of the cluster. Thread-safe; each call waits for at most 30 s. */
final class Topics implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);
    private static final int SECONDS = 30;
    private static final int STEPS = 30;
    private static final Duration STEP = Duration.ofMillis(100);

    private final Admin admin;
    private final Ticker ticker;

    Topics(Properties client, Ticker ticker) {
        this.admin = Admin.create(client);
        this.ticker = ticker;
    }

    /**
     * Partitions and copies of a topic.
     *
     * @param replicas of the first partition
     */
    record Size(int partitions, int replicas) {}

    /** The size of a topic, empty when there is none of that name. */
    Optional<Size> size(String topic) {
        try {
            return Optional.of(sizeOf(
                    get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))));
        } catch (Missing e) {
            return Optional.empty();
        }
    }

    /** All topics that are not Kafka's own, with their sizes. */
    Map<String, Size> all() {
        Map<String, Size> all = new TreeMap<>();
        Collection<String> names = get(admin.listTopics().names());
        admin.describeTopics(names).topicNameValues().forEach((name, found) -> {
            try {
                all.put(name, sizeOf(get(found)));
            } catch (Missing e) {
                log.debug("topic {} is gone since it was listed", name);
            }
        });
        return all;
    }

    private static Size sizeOf(TopicDescription topic) {
        return new Size(
                topic.partitions().size(),
                topic.partitions().getFirst().replicas().size());
    }

    /**
     * Makes a topic; one that is there already must have as many partitions.
     *
     * @param partitions empty for whatever it has, or the broker's default
     */
    void ensure(String topic, OptionalInt partitions, short replicas, Map<String, String> config) {
        Optional<Size> present = size(topic);
        if (present.isEmpty()) {
            create(topic, partitions, replicas, config);
            return;
        }
        if (partitions.isPresent() && present.get().partitions() != partitions.getAsInt()) {
            throw KsqlException.of("topic " + topic + " exists with "
                    + present.get().partitions() + " partitions, not with " + partitions.getAsInt());
        }
    }

    private void create(String topic, OptionalInt partitions, short replicas, Map<String, String> config) {
        Optional<Integer> count = partitions.isPresent() ? Optional.of(partitions.getAsInt()) : Optional.empty();
        NewTopic wanted = new NewTopic(topic, count, replicas < 0 ? Optional.empty() : Optional.of(replicas));
        try {
            get(admin.createTopics(List.of(wanted.configs(config))).all());
            // the controller has it; the broker that is asked next may hear of it a little later
            soon(() -> size(topic).isPresent());
        } catch (Exists e) {
            // somebody else was faster
            ensure(topic, partitions, replicas, config);
        }
    }

    void delete(String topic) {
        try {
            get(admin.deleteTopics(List.of(topic)).all());
        } catch (Missing e) {
            log.debug("topic {} is gone already", topic);
        }
    }

    /**
     * Removes what a query left: its group and its internal topics. While another process still runs it, nothing is
     * removed: the last one does it.
     */
    void removeApplication(String application) {
        try {
            if (!leftByAll(application)) {
                return;
            }
            get(admin.deleteConsumerGroups(List.of(application)).all());
        } catch (Missing e) {
            log.debug("group {} is gone already", application);
        }
        List<String> internal = new ArrayList<>();
        for (String name : get(admin.listTopics().names())) {
            if (name.startsWith(application + "-") && (name.endsWith("-repartition") || name.endsWith("-changelog"))) {
                internal.add(name);
            }
        }
        internal.forEach(this::delete);
    }

    /** Waits for those who stop it at the same time. */
    private boolean leftByAll(String application) {
        return soon(() -> get(admin.describeConsumerGroups(List.of(application))
                        .describedGroups()
                        .get(application))
                .members()
                .isEmpty());
    }

    /** Waits three seconds at most; whether it has become so. */
    private boolean soon(BooleanSupplier condition) {
        for (int i = 0; i < STEPS; i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            try {
                ticker.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** The groups there are, to see whether the cluster answers. */
    Collection<GroupListing> groups() {
        return get(admin.listGroups().all());
    }

    /** Name of the cluster. */
    String cluster() {
        return get(admin.describeCluster().clusterId());
    }

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Exists extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static <T> T get(@Nullable KafkaFuture<T> future) {
        if (future == null) {
            throw new Missing();
        }
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof GroupIdNotFoundException) {
                throw new Missing();
            }
            if (cause instanceof TopicExistsException) {
                throw new Exists();
            }
            throw new TransientException("Kafka refuses: " + (cause == null ? e : cause).getMessage(), e);
        } catch (TimeoutException e) {
            throw new TransientException("Kafka does not answer within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while waiting for Kafka", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
