package io.millrace.ingest.delivery;

import io.millrace.ingest.config.DeliverySettings;
import java.time.Duration;

/**
 * How large batches are and how far apart: as configured, until the system behind asks for less, or tells that it soon
 * will. Then batches become up to four times as large and pauses between them up to 30 seconds long, and both go back
 * slowly.
 *
 * <p><b>Threading:</b> changed by one thread, read by any.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes them
final class Pace {

    private static final int MAX_WIDTH = 4;
    private static final long MAX_BYTES = 16L << 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(20);
    private static final int CALM = 20;
    /** From here on, in percent, batches are wider, and from there on as wide as may be, with pauses. */
    private static final int PRESSED = 50;

    private static final int PRESSED_HARD = 75;

    private final DeliverySettings settings;
    private volatile int width = 1;
    private volatile Duration pause = Duration.ZERO;
    private int calm;

    Pace(DeliverySettings settings) {
        this.settings = settings;
    }

    /** The system behind asked for less. */
    void overloaded() {
        calm = 0;
        width = Math.min(MAX_WIDTH, width * 2);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(FIRST_PAUSE) < 0
                ? FIRST_PAUSE
                : doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
    }

    /** The system behind says how near it is to asking for less. */
    void pressure(int percent) {
        if (percent < PRESSED) {
            return;
        }
        calm = 0;
        width = percent < PRESSED_HARD ? Math.max(2, width) : MAX_WIDTH;
        if (percent >= PRESSED_HARD && pause.compareTo(FIRST_PAUSE) < 0) {
            pause = FIRST_PAUSE;
        }
    }

    /** A batch was stored: a tenth less pause, and after twenty in a row half the width. */
    void stored() {
        if (pause.isPositive()) {
            Duration shorter = pause.multipliedBy(9).dividedBy(10);
            pause = shorter.compareTo(LEAST_PAUSE) < 0 ? Duration.ZERO : shorter;
        }
        if (width > 1 && ++calm >= CALM) {
            calm = 0;
            width /= 2;
        }
    }

    int rows() {
        return settings.rows() * Math.min(width, Math.max(1, 1_000_000 / settings.rows()));
    }

    long bytes() {
        return Math.max(settings.bytes(), Math.min(MAX_BYTES, settings.bytes() * width));
    }

    Duration pause() {
        return pause;
    }

    boolean isOverloaded() {
        return pause.isPositive() || width > 1;
    }
}
