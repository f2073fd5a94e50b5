package io.millrace.service.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The program of every service: runs until it is told to stop, then drains. This is the one place that comes before the
 * framework closes connections: hooks of the JVM run beside that, and its shutdown event comes too late.
 */
@QuarkusMain
class ServiceMain implements QuarkusApplication {

    private final ServiceDrain drain;

    ServiceMain(ServiceDrain drain) {
        this.drain = drain;
    }

    @Override
    public int run(String... arguments) {
        Quarkus.waitForExit();
        drain.drain();
        return 0;
    }
}
