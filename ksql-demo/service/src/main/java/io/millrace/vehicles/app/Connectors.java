package io.millrace.vehicles.app;

import io.millrace.connect.ConnectRuntime;
import io.millrace.connect.run.State;
import org.jspecify.annotations.Nullable;

/**
 * The connectors of this process, when there are any.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Connectors implements AutoCloseable {

    private final @Nullable ConnectRuntime runtime;

    Connectors(@Nullable ConnectRuntime runtime) {
        this.runtime = runtime;
    }

    /** How they are doing: {@code off}, {@code running}, or what is wrong. */
    String state() {
        return runtime == null ? "off" : runtime.state();
    }

    /** The port of Kafka Connect's REST API; 0 when it is off. */
    int port() {
        return runtime == null ? 0 : runtime.port();
    }

    long tasks(State state) {
        return runtime == null ? 0 : runtime.tasks(state);
    }

    long restarts() {
        return runtime == null ? 0 : runtime.restarts();
    }

    @Override
    public void close() {
        if (runtime != null) {
            runtime.close();
        }
    }
}
