package io.millrace.vehicles.live;

import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Those who follow vehicles of a board. Thread-safe. */
final class Followers {

    private final CopyOnWriteArrayList<Follower> all = new CopyOnWriteArrayList<>();

    void add(Follower follower) {
        all.add(follower);
    }

    void remove(Follower follower) {
        all.remove(follower);
    }

    int size() {
        return all.size();
    }

    /** Tells what changed, under the board's lock, so that each vehicle's changes come in their order. */
    void tell(@Nullable Sighting before, @Nullable Sighting after, Instant now) {
        for (Follower follower : all) {
            follower.offer(before, after, now);
        }
    }

    /** Wakes those who have something to take, once the board's lock is free. */
    void wake() {
        for (Follower follower : all) {
            follower.wake();
        }
    }
}
