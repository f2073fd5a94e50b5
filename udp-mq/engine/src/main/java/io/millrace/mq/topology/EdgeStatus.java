package io.millrace.mq.topology;

import io.millrace.mq.statistics.NodeSnapshot;
import java.time.Duration;

/**
 * What an edge of a running graph holds. Of a socket and of a topic only the specification is known, the rest is zero.
 *
 * @param spec as in the file
 * @param depth messages that wait
 * @param leased messages that were taken and not yet acknowledged
 * @param bytes of both
 * @param oldest age of the message that has waited longest, zero when none waits
 * @param dropped messages that the overflow policy dropped
 * @param dead messages in the dead-letter queue
 * @param statistics rates, totals, and how long messages waited
 */
public record EdgeStatus(
        EdgeSpec spec,
        long depth,
        long leased,
        long bytes,
        Duration oldest,
        long dropped,
        long dead,
        NodeSnapshot statistics) {}
