package io.millrace.mq.queue;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The queues of one node.
 *
 * @param template settings of queues that are made when someone first names them; its name does not count
 * @param queues settings of those that are there from the start, besides {@code default}
 * @param maxQueues how many there may be, dead-letter queues not counted, at least 1
 */
public record MessageQueuesSettings(MessageQueueSettings template, List<MessageQueueSettings> queues, int maxQueues) {

    /** All queues as {@link MessageQueueSettings#of} says, at most 64. */
    public static final MessageQueuesSettings DEFAULT = of(MessageQueueSettings.of(MessageQueueSettings.DEFAULT_NAME));

    public MessageQueuesSettings {
        requireNonNull(template, "template is null");
        queues = List.copyOf(queues);
        if (maxQueues < 1 + queues.size()) {
            throw new IllegalArgumentException(
                    "maxQueues must be at least " + (1 + queues.size()) + ", was " + maxQueues);
        }
    }

    /** All queues with these settings, at most 64. */
    public static MessageQueuesSettings of(MessageQueueSettings template) {
        return new MessageQueuesSettings(template, List.of(), 64);
    }
}
