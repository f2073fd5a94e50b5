package io.millrace.ksql.engine;

import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of an application in one order, kept in a topic of one partition. Each process reads them all, from the
 * first, on one thread; what a command does follows from the commands before it alone, so all come to the same end.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class CommandLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CommandLog.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final Follower follower;
    private final Properties client;
    private final Ticker ticker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private long next;
    private long target = -1;

    /** Carries out commands. */
    interface Follower {

        /** The next command; never throws. */
        void command(long offset, byte[] command);

        /** All that was there at the start has been given. */
        void caughtUp();
    }

    CommandLog(String topic, Properties client, Follower follower, Ticker ticker) {
        this.partition = new TopicPartition(topic, 0);
        this.follower = follower;
        this.client = client;
        this.ticker = ticker;
        Properties writing = new Properties();
        writing.putAll(client);
        writing.put("acks", "all");
        writing.put("linger.ms", "0");
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        this.thread = Thread.ofVirtual().name("ksql-commands").unstarted(this::run);
    }

    /** Returns when all commands that are there have been given to the follower. */
    void start(Duration patience) throws InterruptedException {
        thread.start();
        if (!caughtUp.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TransientException("cannot read the commands in " + partition.topic() + " within " + patience);
        }
    }

    /**
     * Adds a command.
     *
     * @return its place in the log
     */
    long append(String id, Command command) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(partition.topic(), 0, id.getBytes(StandardCharsets.UTF_8), command.toBytes());
        try {
            return producer.send(record).get(1, TimeUnit.MINUTES).offset();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new TransientException("cannot write to the command log: " + e.getMessage(), e);
        }
    }

    private void run() {
        int attempt = 0;
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seek(partition, next);
                if (target < 0) {
                    target = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                }
                while (!closed) {
                    read(consumer);
                    attempt = 0;
                }
            } catch (WakeupException e) {
                return;
            } catch (KafkaException e) {
                log.warn("cannot read commands, will try again, topic={} cause={}", partition.topic(), e.toString());
                pause(++attempt);
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        if (caughtUp.getCount() > 0 && next >= target) {
            follower.caughtUp();
            caughtUp.countDown();
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.value() != null) {
                follower.command(record.offset(), record.value());
            }
            next = record.offset() + 1;
        }
    }

    private void pause(int attempt) {
        try {
            ticker.sleep(Backoff.DEFAULT.delay(Math.min(attempt, 30), new SplittableRandom()));
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Stops reading, and waits until the command at hand is done. */
    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ofSeconds(5));
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
