package io.millrace.mq.queue;

import java.time.Duration;

/** What a queue counts; see {@link QueueStatus}. Guarded by the queue's lock. */
final class QueueCounters {

    long put;
    long got;
    long delivered;
    long acked;
    long redelivered;
    long leasesExpired;
    long expired;
    long duplicate;
    long deadLettered;
    long displaced;
    long dropped;
    long refused;
    long recovered;

    QueueStatus status(
            MessageQueueSettings settings, int depth, int delayed, int leased, long bytes, long oldestNanos) {
        return new QueueStatus(
                settings.name(),
                settings.overflow(),
                settings.maxMessages(),
                settings.maxBytes(),
                depth,
                delayed,
                leased,
                bytes,
                Duration.ofNanos(oldestNanos),
                put,
                got,
                delivered,
                acked,
                redelivered,
                leasesExpired,
                expired,
                duplicate,
                deadLettered,
                displaced,
                dropped,
                refused,
                recovered);
    }
}
