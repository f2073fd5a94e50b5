package io.millrace.exchange;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A captured feed to be played instead of the market.
 *
 * @param file see {@link io.millrace.exchange.play.Capture}
 * @param speed 1 is as it was, 10 ten times as fast, 0 as fast as all who subscribed read
 * @param delay from the first subscription to the first message, so that a client can subscribe in several requests
 */
public record PlaySettings(Path file, double speed, Duration delay) {

    public PlaySettings {
        if (!(speed >= 0)) {
            throw new IllegalArgumentException("speed must be 0 or more, was " + speed);
        }
    }

    /** With a delay of 200 ms. */
    public static PlaySettings of(Path file, double speed) {
        return new PlaySettings(file, speed, Duration.ofMillis(200));
    }
}
