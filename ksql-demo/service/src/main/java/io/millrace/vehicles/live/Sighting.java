package io.millrace.vehicles.live;

import org.jspecify.annotations.Nullable;

/**
 * A position on the board.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class Sighting {

    private final LivePosition position;
    private byte @Nullable [] row;

    Sighting(LivePosition position) {
        this.position = position;
    }

    public LivePosition position() {
        return position;
    }

    /** The row without its age and end, made once for all who are told; nobody writes to it. */
    byte[] row() {
        byte[] made = row;
        if (made == null) {
            // made twice by a race it is the same
            made = PositionRow.of(position);
            row = made;
        }
        return made;
    }
}
