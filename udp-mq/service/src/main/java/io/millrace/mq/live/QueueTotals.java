package io.millrace.mq.live;

import io.millrace.mq.queue.QueueStatus;
import java.util.List;
import java.util.function.ToLongFunction;

/** All queues of one port together, dead-letter queues aside. */
public record QueueTotals(
        long depth,
        long leased,
        long bytes,
        double oldestSeconds,
        long put,
        long taken,
        long delivered,
        long redelivered,
        long expired,
        long duplicate,
        long deadLettered,
        long dropped,
        long refused,
        long dead) {

    /** Of an edge without a queue of ours. */
    public static final QueueTotals NONE = of(List.of());

    /** The sums of these queues. */
    public static QueueTotals of(List<QueueStatus> all) {
        List<QueueStatus> queues =
                all.stream().filter(status -> !status.name().endsWith(".dead")).toList();
        List<QueueStatus> dead =
                all.stream().filter(status -> status.name().endsWith(".dead")).toList();
        return new QueueTotals(
                sum(queues, status -> (long) status.depth() + status.delayed()),
                sum(queues, QueueStatus::leased),
                sum(queues, QueueStatus::bytes),
                queues.stream()
                        .mapToDouble(status -> status.oldestAge().toNanos() / 1e9)
                        .max()
                        .orElse(0),
                sum(queues, QueueStatus::put),
                sum(queues, status -> status.got() + status.acked()),
                sum(queues, QueueStatus::delivered),
                sum(queues, QueueStatus::redelivered),
                sum(queues, QueueStatus::expired),
                sum(queues, QueueStatus::duplicate),
                sum(queues, QueueStatus::deadLettered),
                sum(queues, QueueStatus::dropped),
                sum(queues, QueueStatus::refused),
                sum(dead, status -> (long) status.depth() + status.leased()));
    }

    private static long sum(List<QueueStatus> queues, ToLongFunction<QueueStatus> value) {
        return queues.stream().mapToLong(value).sum();
    }
}
