package io.millrace.mq.queue;

/** Takes messages out of a queue without an object for each. Called under the queue's lock: it copies and returns. */
@FunctionalInterface
public interface MessageVisitor {

    /**
     * Takes one message.
     *
     * @param message valid during the call
     * @return false when there is no place for it: it stays in the queue, as if it had not been read
     */
    boolean accept(MessageView message);
}
