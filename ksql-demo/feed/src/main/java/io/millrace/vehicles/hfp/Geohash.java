package io.millrace.vehicles.hfp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The last levels of a journey's topic: {@code 60;24/17/63/84} for 60.168786, 24.734465. The first is whole degrees,
 * then comes a pair of digits for each of the first three decimals. Whoever subscribes to the first levels gets a
 * rectangle.
 */
public final class Geohash {

    /** What stands for a position that is not known. */
    static final String NOWHERE = "///";

    private Geohash() {}

    /** Four levels; of nowhere four empty ones. */
    public static String text(@Nullable Coordinates place) {
        if (place == null) {
            return NOWHERE;
        }
        int[] north = digits(place.latitude());
        int[] east = digits(place.longitude());
        return String.format(
                Locale.ROOT,
                "%d;%d/%d%d/%d%d/%d%d",
                north[0],
                east[0],
                north[1],
                east[1],
                north[2],
                east[2],
                north[3],
                east[3]);
    }

    /**
     * The level of a message: the decimal, counted from 1, of the most significant digit that has changed since the
     * vehicle's message before, up to 5. It is 0 when the degrees or another level of the topic have changed, or one of
     * the positions is not known. A subscriber to a low level so gets fewer messages, and never misses the last one at
     * its precision.
     *
     * @param sameTopic whether no other level of the topic has changed
     */
    public static int level(@Nullable Coordinates before, @Nullable Coordinates now, boolean sameTopic) {
        if (before == null || now == null || !sameTopic) {
            return 0;
        }
        return Math.min(
                firstChange(before.latitude(), now.latitude()), firstChange(before.longitude(), now.longitude()));
    }

    /** 5 when none of the first four decimals has changed. */
    private static int firstChange(double before, double now) {
        int[] one = digits(before);
        int[] other = digits(now);
        for (int i = 0; i < 5; i++) {
            if (one[i] != other[i]) {
                return i;
            }
        }
        return 5;
    }

    /** Whole degrees, then four decimals, of the six that a payload has. */
    private static int[] digits(double degrees) {
        long micros = Math.round(degrees * 1e6);
        int[] digits = new int[5];
        digits[0] = (int) (micros / 1_000_000);
        long rest = Math.abs(micros % 1_000_000);
        for (int i = 1; i < 5; i++) {
            rest *= 10;
            digits[i] = (int) (rest / 1_000_000);
            rest %= 1_000_000;
        }
        return digits;
    }
}
