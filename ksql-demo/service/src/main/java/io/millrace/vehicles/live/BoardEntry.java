package io.millrace.vehicles.live;

/** What the board knows of one vehicle. Guarded by the board's lock. */
final class BoardEntry {

    final Trail trail;
    Sighting latest;
    long cell;
    long heardNanos;

    BoardEntry(Sighting first, Trail trail) {
        this.latest = first;
        this.trail = trail;
    }
}
