package io.millrace.mq.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.PutResult;
import java.time.Duration;
import java.util.List;

/** The dead letters of a queue. */
final class DeadLetters {

    private static final int BATCH = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final QueueNames.Named named;
    private final MessageQueue dead;

    DeadLetters(QueueNames.Named named) {
        MessageQueue queue = named.queue().dead();
        if (queue == null) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND, "queue '" + named.name() + "' holds dead letters itself and has no others");
        }
        this.named = named;
        this.dead = queue;
    }

    /** The oldest ones. They are leased and given back at once, since a queue shows its messages in no other way. */
    List<Delivery> list(int max) {
        List<Delivery> letters = dead.lease(max, LEASE);
        letters.forEach(letter -> dead.nak(letter.leaseId(), Duration.ZERO));
        return letters;
    }

    /**
     * Puts the oldest ones back, without their ids, which the deduplication window would know.
     *
     * @param max at most so many; no more than there are now
     * @throws TransientException when the queue is full; the rest stays dead
     */
    int redrive(int max) {
        int wanted = Math.min(max, dead.depth());
        int done = 0;
        try {
            while (done < wanted) {
                List<Delivery> letters = dead.lease(Math.min(BATCH, wanted - done), LEASE);
                if (letters.isEmpty()) {
                    return done;
                }
                done += redrive(letters, done);
            }
        } finally {
            named.force();
        }
        return done;
    }

    private int redrive(List<Delivery> letters, int before) {
        for (int i = 0; i < letters.size(); i++) {
            Delivery letter = letters.get(i);
            NewMessage message = NewMessage.of(letter.bytes()).withKey(letter.key());
            // a queue that drops what is new would count a dropped letter as done
            if (named.queue().put(message) != PutResult.STORED) {
                letters.subList(i, letters.size()).forEach(rest -> dead.nak(rest.leaseId(), Duration.ZERO));
                throw new TransientException(
                        "queue '%s' is full; %d dead letters were put back".formatted(named.name(), before + i));
            }
            dead.ack(letter.leaseId());
        }
        return letters.size();
    }
}
