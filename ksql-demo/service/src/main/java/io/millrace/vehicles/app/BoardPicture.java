package io.millrace.vehicles.app;

import io.millrace.core.time.Ticker;
import io.millrace.vehicles.live.Arrival;
import io.millrace.vehicles.live.BoardCounts;
import io.millrace.vehicles.live.LiveStatus;
import io.millrace.vehicles.live.VehicleBoard;
import java.util.function.Supplier;

/**
 * Makes one value of what the page says about the board.
 *
 * <p><b>Threading:</b> {@link #look} is for one thread, once per second; {@link #status} is for any.
 */
final class BoardPicture {

    private final VehicleBoard board;
    private final Supplier<String> feed;
    private final Ticker ticker;
    private volatile LiveStatus last = new LiveStatus(0, 0, 0, 0, 0, 0, "starting");
    private long lastNanos;
    private long lastArrivals;

    /**
     * A picture to be looked at.
     *
     * @param feed says where positions come from, and how it is doing
     */
    BoardPicture(VehicleBoard board, Supplier<String> feed, Ticker ticker) {
        this.board = board;
        this.feed = feed;
        this.ticker = ticker;
        this.lastNanos = ticker.nanos();
    }

    /** The board now, after the old was taken off; rates are of the time since the last look. */
    LiveStatus look() {
        board.expire();
        BoardCounts counts = board.counts();
        long arrivals =
                counts.arrivals().values().stream().mapToLong(Long::longValue).sum();
        long nanos = ticker.nanos();
        double rate = (arrivals - lastArrivals) * 1e9 / Math.max(1, nanos - lastNanos);
        lastArrivals = arrivals;
        lastNanos = nanos;
        LiveStatus seen = new LiveStatus(
                ticker.now().toEpochMilli(),
                counts.vehicles(),
                counts.followers(),
                Math.round(rate * 10) / 10.0,
                counts.arrivals(Arrival.APPLIED),
                counts.arrivals(Arrival.LATE),
                feed.get());
        last = seen;
        return seen;
    }

    /** The board at the last look. */
    LiveStatus status() {
        return last;
    }
}
