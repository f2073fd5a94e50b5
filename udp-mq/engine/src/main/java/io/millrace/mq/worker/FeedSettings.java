package io.millrace.mq.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a feeder sends, and how fast.
 *
 * @param files whose lines are sent
 * @param sequential true for one file after the other, false for one line of each in turn
 * @param rate messages per second; 0 when the delay says it
 * @param delay pause after each message; less than a microsecond is none
 */
public record FeedSettings(List<Path> files, boolean sequential, double rate, Duration delay) {

    public FeedSettings {
        files = List.copyOf(files);
        if (!(rate >= 0) || delay.isNegative() || (rate > 0 && delay.isPositive())) {
            throw new IllegalArgumentException(
                    "either rate or delay may be positive and none negative, were " + rate + " and " + delay);
        }
    }
}
