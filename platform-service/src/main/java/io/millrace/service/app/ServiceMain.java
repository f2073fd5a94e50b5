package io.millrace.service.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.quarkus.runtime.shutdown.ShutdownRecorder;
import io.quarkus.smallrye.health.runtime.ShutdownReadinessListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The program of every service: runs until it is told to stop. It drains as a listener of the framework's own, because
 * those alone come before connections are closed: hooks of the JVM and {@link Quarkus#waitForExit} run beside that, and
 * the shutdown event comes too late. Requests are counted by {@link RequestsUnderWay}, since the framework's count,
 * which {@code quarkus.shutdown.timeout} turns on, takes each WebSocket for a request that never ends.
 */
@QuarkusMain
class ServiceMain implements QuarkusApplication {

    private final ServiceDrain drain;

    ServiceMain(ServiceDrain drain) {
        this.drain = drain;
    }

    @Override
    public int run(String... arguments) {
        new ShutdownRecorder(new RuntimeValue<>(new DrainBounds()))
                .setListeners(List.of(new ShutdownReadinessListener(), drain), false);
        Quarkus.waitForExit();
        return 0;
    }

    /** The drain bounds itself. */
    private static final class DrainBounds implements ShutdownConfig {

        @Override
        public Optional<Duration> timeout() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> delay() {
            return Optional.empty();
        }
    }
}
