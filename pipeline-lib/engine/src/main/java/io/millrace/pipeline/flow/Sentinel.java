package io.millrace.pipeline.flow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for all instances, which looks after packages that could begin and have not, and after what has waited too
 * long. A thread of the platform: it must run when every carrier of virtual threads is busy. Parked while no package is
 * within any instance.
 */
final class Sentinel {

    static final Sentinel SHARED = new Sentinel();

    private static final Logger log = LoggerFactory.getLogger(Sentinel.class);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("pipeline-sentinel").unstarted(this::run);
    private volatile boolean asleep;

    private Sentinel() {
        thread.start();
    }

    void add(Watch watch) {
        watches.add(watch);
    }

    void remove(Watch watch) {
        watches.remove(watch);
    }

    /** Has everyone looked at soon. */
    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            long wait = lookAtAll();
            if (wait != Watch.NEVER) {
                LockSupport.parkNanos(this, wait);
                continue;
            }
            asleep = true;
            // who woke between the look and the mark is seen by a second look
            if (lookAtAll() == Watch.NEVER && asleep) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }

    private long lookAtAll() {
        long wait = Watch.NEVER;
        for (Watch watch : watches) {
            try {
                wait = Math.min(wait, watch.look());
            } catch (RuntimeException e) {
                log.error("cannot look after a pipeline instance", e);
            }
        }
        return wait;
    }
}
