package io.millrace.pipeline.flow;

import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.run.ModuleSet;
import io.millrace.pipeline.run.PackageRun;
import io.millrace.pipeline.run.PipelineNames;
import io.millrace.pipeline.run.RunClock;
import io.millrace.pipeline.statistics.Element;
import io.millrace.pipeline.statistics.ElementCounters;
import io.millrace.pipeline.statistics.ElementKind;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages of one instance, from the entrance through its stations to their ends.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * @param <T> the data of a package
 */
public final class Flow<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Flow.class);
    private static final long TIMES_NANOS = 2_000_000;
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final ThreadLocal<@Nullable Flow<?>> INSIDE = new ThreadLocal<>();

    private final PipelineNames names;
    private final RunClock clock;
    private final ToLongFunction<? super T> sizer;
    private final PipelineObserver<T> observer;
    private final ModuleSet<T> modules;
    private final ElementCounters counters;
    private final Crew<T> crew;
    private final List<Station<T>> stations = new ArrayList<>();
    private final Watch watch = this::look;
    private final LongAdder gone = new LongAdder();
    private final ReentrantLock ends = new ReentrantLock();
    private final Condition empty = ends.newCondition();
    private final ReentrantLock pauses = new ReentrantLock();
    private volatile @Nullable String refusal;
    private volatile boolean closed;
    private volatile boolean paused;
    private volatile boolean timed;

    /**
     * Makes it; packages may come at once.
     *
     * @param sizer how many bytes the data of a package are
     * @param modules the module objects, which are closed with this
     */
    public Flow(
            PipelineNames names,
            List<Controller<T>> controllers,
            RunClock clock,
            ToLongFunction<? super T> sizer,
            PipelineObserver<T> observer,
            ModuleSet<T> modules) {
        this.names = names;
        this.clock = clock;
        this.sizer = sizer;
        this.observer = observer;
        this.modules = modules;
        this.crew = new Crew<>(names.pipelineName(), clock, this::enter);
        Station<T> next = null;
        for (int i = controllers.size() - 1; i >= 0; i--) {
            Controller<T> controller = controllers.get(i);
            ElementCounters counts =
                    new ElementCounters(element(ElementKind.CONTROLLER, controller.name(), controller.id()));
            next = new Station<>(this, controller, modules.walk(i), counts, next);
            stations.addFirst(next);
        }
        this.counters = ElementCounters.around(
                element(ElementKind.PIPELINE, "", ""), stations.getFirst().counters());
        Sentinel.SHARED.add(watch);
    }

    private Element element(ElementKind kind, String controllerName, String controllerId) {
        return new Element(
                kind,
                names.pipelineName(),
                names.pipelineId(),
                names.instanceId(),
                controllerName,
                controllerId,
                "",
                "",
                "",
                "");
    }

    RunClock clock() {
        return clock;
    }

    Crew<T> crew() {
        return crew;
    }

    /** The bytes of data that an earlier module has left; what the user's sizer throws counts as none. */
    long bytes(T data) {
        try {
            return Math.max(0, sizer.applyAsLong(data));
        } catch (RuntimeException e) {
            log.warn("the sizer failed, pipeline={}", names.pipelineName(), e);
            return 0;
        }
    }

    /** Marks the calling thread as one of this pipeline's: it must not wait for room in a queue of it. */
    void enter() {
        INSIDE.set(this);
    }

    boolean entered() {
        return INSIDE.get() == this;
    }

    /** Works on it on the calling thread, which is one of this pipeline's meanwhile. */
    void workAsCaller(Visit<T> visit, long startNanos) {
        Flow<?> before = INSIDE.get();
        INSIDE.set(this);
        try {
            crew.workAsCaller(visit, startNanos);
        } finally {
            INSIDE.set(before);
        }
    }

    /** Why no more packages are taken; null while they are. */
    @Nullable
    String refusal() {
        return refusal;
    }

    ErrorRecord closedError() {
        return Errors.of("CancelledError", "The pipeline instance was closed.");
    }

    /** Something has a time to be kept. */
    void timed() {
        if (!timed) {
            timed = true;
            Sentinel.SHARED.wake();
        }
    }

    private long look() {
        long wait = crew.look();
        if (!timed) {
            return wait;
        }
        timed = false;
        for (Station<T> station : stations) {
            if (station.expire()) {
                timed = true;
            }
        }
        return timed ? Math.min(wait, TIMES_NANOS) : wait;
    }

    // ---- packages
    // ----------------------------------------------------------------------------------------------------

    /**
     * Takes a package.
     *
     * @throws TransientException when it takes no more
     */
    public DataPackage<T> execute(T data, ExecuteOptions options, Callbacks<T> callbacks) {
        long bytes = Math.max(0, sizer.applyAsLong(data));
        PackageRun<T> dataPackage = new PackageRun<>(names, clock, data, options, callbacks, clock.nanos());
        if (!stations.getFirst().arriveFromOutside(dataPackage, bytes)) {
            throw new TransientException("pipeline instance " + names.instanceId() + " " + refusal);
        }
        return dataPackage;
    }

    private long within() {
        // in this order: what has gone has come before
        long left = gone.sum();
        return stations.getFirst().arrivals() - left;
    }

    /** A package has come to its end. No lock is held. */
    void end(PackageRun<T> dataPackage, Status outcome, long now) {
        dataPackage.end(outcome, now);
        counters.end(outcome, now - dataPackage.startNanos());
        try {
            observer.ended(dataPackage);
        } catch (RuntimeException | Error e) {
            log.warn("an observer failed, pipeline={}", names.pipelineName(), e);
        }
        try {
            dataPackage.callbacks().of(outcome).accept(dataPackage);
        } catch (RuntimeException | Error e) {
            callbackFailed(dataPackage, e);
        }
        left();
    }

    private void callbackFailed(PackageRun<T> dataPackage, Throwable failure) {
        log.warn("a callback failed, pipeline={} package={}", names.pipelineName(), dataPackage.id(), failure);
        try {
            observer.callbackFailed(dataPackage, failure);
        } catch (RuntimeException | Error e) {
            log.warn("an observer failed, pipeline={}", names.pipelineName(), e);
        }
    }

    void gap(String controllerName, ElementCounters counts, long first, long last) {
        counts.gap(last - first + 1);
        try {
            observer.gap(names.instanceId(), controllerName, first, last);
        } catch (RuntimeException | Error e) {
            log.warn("an observer failed, pipeline={}", names.pipelineName(), e);
        }
    }

    private void left() {
        gone.increment();
        if (refusal != null && within() == 0) {
            ends.lock();
            try {
                empty.signalAll();
            } finally {
                ends.unlock();
            }
            if (closed) {
                Sentinel.SHARED.remove(watch);
            }
        }
    }

    // ---- from outside
    // ------------------------------------------------------------------------------------------------

    /** No worker takes another package, or they go on. */
    public void pause(boolean value) {
        pauses.lock();
        try {
            paused = value;
            stations.forEach(station -> station.pause(value));
        } finally {
            pauses.unlock();
        }
    }

    /** Whether it is paused. */
    public boolean paused() {
        return paused;
    }

    /**
     * Takes no more packages, goes on if it is paused, and waits for those within. True when all have ended in time.
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        refuse("is draining");
        if (paused) {
            pause(false);
        }
        return awaitEmpty(timeout);
    }

    private void refuse(String reason) {
        ends.lock();
        try {
            if (!closed) {
                refusal = reason;
            }
        } finally {
            ends.unlock();
        }
    }

    private boolean awaitEmpty(Duration timeout) throws InterruptedException {
        // looks again now and then: a refused package can be the last to go
        long look = TimeUnit.MILLISECONDS.toNanos(50);
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        ends.lock();
        try {
            while (within() > 0) {
                if (left <= 0) {
                    return false;
                }
                long step = Math.min(left, look);
                left -= step - Math.max(0, empty.awaitNanos(step));
            }
            return true;
        } finally {
            ends.unlock();
        }
    }

    /** The counts of the instance, then of each controller with its phases and modules. */
    public List<ElementStatistics> statistics() {
        List<ElementStatistics> all = new ArrayList<>();
        all.add(counters.snapshot());
        for (int i = 0; i < stations.size(); i++) {
            all.add(stations.get(i).counters().snapshot());
            all.addAll(modules.statistics(i));
        }
        return all;
    }

    /**
     * Ends every package and closes the modules. Waits up to five seconds for modules that do not heed an interrupt.
     */
    @Override
    public void close() {
        refuse("is closed");
        closed = true;
        stations.forEach(Station::close);
        try {
            if (!entered() && !awaitEmpty(CLOSE)) {
                log.warn("modules still work on {} packages, pipeline={}", within(), names.pipelineName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (within() == 0) {
            // packages within still need to be looked after; then the last to leave does this
            Sentinel.SHARED.remove(watch);
        }
        modules.close();
    }
}
