package io.millrace.mq.queue;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import io.millrace.mq.log.MessageLog;
import io.millrace.mq.statistics.NodeMeter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one node, by name. A queue comes into being when it is first named; each has its dead-letter queue.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class MessageQueues implements AutoCloseable {

    private final MessageQueuesSettings settings;
    private final Ticker ticker;
    private final NodeMeter meter;
    private final @Nullable MessageLog log;
    private final Map<String, MessageQueue> queues = new ConcurrentSkipListMap<>();
    private int named;

    private MessageQueues(MessageQueuesSettings settings, Ticker ticker, NodeMeter meter, @Nullable LogOpener opener) {
        this.settings = settings;
        this.ticker = ticker;
        this.meter = meter;
        Map<String, List<byte[]>> recovered = new LinkedHashMap<>();
        long nanos = ticker.nanos();
        long now = ticker.now().toEpochMilli();
        this.log = opener == null
                ? null
                : opener.open((id, entry) -> recovered
                        .computeIfAbsent(Journal.queueOf(entry), _ -> new ArrayList<>())
                        .add(Journal.restore(id, entry, nanos, now)));
        queue(MessageQueueSettings.DEFAULT_NAME);
        settings.queues().forEach(queue -> queue(queue.name()));
        recovered.forEach(this::recover);
    }

    private void recover(String name, List<byte[]> entries) {
        MessageQueue queue = queue(name);
        if (!queue.durable()) {
            throw new InvalidRequestException(
                    Reason.CONFLICT,
                    "the log holds " + entries.size() + " messages of queue '" + name + "', which is not durable now");
        }
        entries.forEach(queue::recover);
    }

    /**
     * Queues that die with the process.
     *
     * @param meter counts what goes in and out of all of them, dead-letter queues aside
     */
    public static MessageQueues inMemory(MessageQueuesSettings settings, Ticker ticker, NodeMeter meter) {
        return new MessageQueues(settings, ticker, meter, null);
    }

    /**
     * Queues of which those whose settings are durable continue where the log ends.
     *
     * @throws io.millrace.core.failure.StreamException when the log can not be opened
     */
    public static MessageQueues durable(
            MessageQueuesSettings settings, Ticker ticker, NodeMeter meter, LogOpener opener) {
        return new MessageQueues(settings, ticker, meter, opener);
    }

    /**
     * The queue of that name, made now if need be.
     *
     * @throws InvalidRequestException when the name is none, or there are too many
     */
    public MessageQueue queue(String name) {
        MessageQueue queue = queues.get(name);
        return queue == null ? make(name) : queue;
    }

    private synchronized MessageQueue make(String name) {
        MessageQueue there = queues.get(name);
        if (there != null) {
            return there;
        }
        if (!MessageQueueSettings.validName(name)) {
            throw MessageQueue.badName(name);
        }
        if (name.endsWith(MessageQueueSettings.DEAD_SUFFIX)) {
            MessageQueue owner = make(name.substring(0, name.length() - MessageQueueSettings.DEAD_SUFFIX.length()));
            MessageQueue dead = owner.dead();
            if (dead == null) {
                throw MessageQueue.badName(name);
            }
            return dead;
        }
        if (named >= settings.maxQueues()) {
            throw new InvalidRequestException(
                    Reason.TOO_MANY, "there are " + named + " queues already, queue '" + name + "' is one too many");
        }
        named++;
        MessageQueueSettings own = settingsOf(name);
        MessageQueueSettings ofDead = own.ofDead();
        MessageQueue dead = new MessageQueue(ofDead, ticker, NodeMeter.NONE, null, journal(ofDead));
        MessageQueue queue = new MessageQueue(own, ticker, meter, dead, journal(own));
        queues.put(dead.name(), dead);
        queues.put(name, queue);
        return queue;
    }

    private MessageQueueSettings settingsOf(String name) {
        for (MessageQueueSettings queue : settings.queues()) {
            if (queue.name().equals(name)) {
                return queue;
            }
        }
        return settings.template().withName(name);
    }

    private @Nullable Journal journal(MessageQueueSettings queue) {
        return log == null || !queue.durable() ? null : new Journal(log, queue.name(), ticker);
    }

    /** The queue of that name; null when nobody has named it yet. */
    public @Nullable MessageQueue find(String name) {
        return queues.get(name);
    }

    /** The queue that the reference protocol means. */
    public MessageQueue defaultQueue() {
        return queue(MessageQueueSettings.DEFAULT_NAME);
    }

    /** All of them, by name. Empty dead-letter queues that never had a message are left out. */
    public List<QueueStatus> statuses() {
        List<QueueStatus> statuses = new ArrayList<>();
        for (MessageQueue queue : queues.values()) {
            QueueStatus status = queue.status();
            if (!queue.settings().dead() || status.put() + status.recovered() > 0) {
                statuses.add(status);
            }
        }
        return Collections.unmodifiableList(statuses);
    }

    /** The log; null when nothing is durable. */
    public @Nullable MessageLog log() {
        return log;
    }

    /** Closes the queues, then the log. */
    @Override
    public void close() {
        queues.values().forEach(MessageQueue::close);
        if (log != null) {
            log.close();
        }
    }
}
