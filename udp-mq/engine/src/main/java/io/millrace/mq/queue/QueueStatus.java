package io.millrace.mq.queue;

import io.millrace.core.flow.Overflow;
import java.time.Duration;

/**
 * What a queue holds and has seen, at one moment. The counters only grow, from the start of the process, and balance:
 * {@code put + recovered = depth + delayed + leased + got + acked + expired + deadLettered + displaced}.
 *
 * @param name the queue's name
 * @param overflow its policy
 * @param maxMessages its bound
 * @param maxBytes its bound
 * @param depth messages that can be read now
 * @param delayed messages that wait for their time
 * @param leased messages that readers have and have not acknowledged
 * @param bytes of all three, with overhead
 * @param oldestAge how long the oldest readable message has waited; zero when there is none
 * @param put messages stored
 * @param got messages read and removed at once
 * @param delivered messages leased, each time counted
 * @param acked messages acknowledged
 * @param redelivered leases beyond a message's first
 * @param leasesExpired leases that ran out
 * @param expired messages whose time to live ended
 * @param duplicate puts that the deduplication window answered
 * @param deadLettered messages that went to the dead-letter queue
 * @param displaced messages that had been stored and made room for another by {@code drop-oldest} or
 *     {@code latest-by-key}
 * @param dropped messages lost to the policy {@link #overflow}: displaced, or not stored by {@code drop-newest}
 * @param refused puts that were not taken because the queue or the log was full
 * @param recovered messages that were in the log at the start
 */
public record QueueStatus(
        String name,
        Overflow overflow,
        int maxMessages,
        long maxBytes,
        int depth,
        int delayed,
        int leased,
        long bytes,
        Duration oldestAge,
        long put,
        long got,
        long delivered,
        long acked,
        long redelivered,
        long leasesExpired,
        long expired,
        long duplicate,
        long deadLettered,
        long displaced,
        long dropped,
        long refused,
        long recovered) {}
