package io.millrace.mq.app;

import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.QueueStatus;

/** A queue as {@code GET /queues} shows it; {@code dead} are the dead letters that wait. */
record QueueView(
        String name,
        String queue,
        String overflow,
        int maxMessages,
        long maxBytes,
        boolean durable,
        int depth,
        int delayed,
        int leased,
        long bytes,
        double oldestSeconds,
        long put,
        long got,
        long delivered,
        long acked,
        long redelivered,
        long expired,
        long duplicate,
        long deadLettered,
        long dropped,
        long refused,
        long recovered,
        int dead) {

    static QueueView of(QueueNames.Named named) {
        QueueStatus status = named.queue().status();
        MessageQueue dead = named.queue().dead();
        return new QueueView(
                named.name(),
                status.name(),
                status.overflow().text(),
                status.maxMessages(),
                status.maxBytes(),
                named.queue().durable(),
                status.depth(),
                status.delayed(),
                status.leased(),
                status.bytes(),
                status.oldestAge().toNanos() / 1e9,
                status.put(),
                status.got(),
                status.delivered(),
                status.acked(),
                status.redelivered(),
                status.expired(),
                status.duplicate(),
                status.deadLettered(),
                status.dropped(),
                status.refused(),
                status.recovered(),
                dead == null ? 0 : dead.depth());
    }
}
