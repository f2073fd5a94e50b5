package io.millrace.gateway.query;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the running queries of all pipelines and gives each its id. */
final class QueryQuota {

    private final int max;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();

    QueryQuota(int max) {
        this.max = max;
    }

    /**
     * Takes a place and gives the id of its query, {@code q1}, {@code q2} and so on.
     *
     * @throws InvalidRequestException when there is none left
     */
    String enter() {
        if (running.incrementAndGet() > max) {
            running.decrementAndGet();
            throw new InvalidRequestException(
                    Reason.TOO_MANY, "%d queries are running, which is the limit; try again later".formatted(max));
        }
        return "q" + ids.incrementAndGet();
    }

    void leave() {
        running.decrementAndGet();
    }

    int running() {
        return running.get();
    }
}
