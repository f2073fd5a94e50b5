package io.millrace.pipeline.builtin;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.graph.Settings;
import java.time.Duration;

/**
 * A wait of a random length.
 *
 * @param min at least, zero or positive
 * @param max at most
 */
record Pause(Duration min, Duration max) {

    /** The settings {@code min-sleep} and {@code max-sleep}. */
    static Pause read(Settings settings, Duration min, Duration max) {
        Duration least = settings.duration("min-sleep", min);
        Duration most = settings.duration("max-sleep", max.compareTo(least) < 0 ? least : max);
        if (most.compareTo(least) < 0) {
            settings.problem("max-sleep", "must be at least min-sleep");
        }
        return new Pause(least, most);
    }

    void sleep(Chance chance) throws InterruptedException {
        Duration more = max.minus(min);
        Ticker.SYSTEM.sleep(min.plusNanos((long) (more.toNanos() * chance.next())));
    }
}
