package io.millrace.pipeline.flow;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for less than a microsecond: who finds it taken tries again for a moment before it waits, as to
 * park and to wake a thread costs several.
 */
final class StationLock extends ReentrantLock {

    private static final long serialVersionUID = 1;
    private static final int TRIES = 40;

    @Override
    public void lock() {
        for (int i = 0; i < TRIES; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }
}
