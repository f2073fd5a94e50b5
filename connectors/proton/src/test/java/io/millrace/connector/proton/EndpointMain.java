package io.millrace.connector.proton;

import io.millrace.core.time.Ticker;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import java.io.IOException;

/** The native endpoint as a program of its own, to be killed: prints its port, ends with its input. */
final class EndpointMain {

    private EndpointMain() {}

    /**
     * Serves until its input ends.
     *
     * @param arguments the port (0 for a free one) and the password
     */
    public static void main(String[] arguments) throws IOException {
        NativeSettings defaults = NativeSettings.defaults();
        NativeSettings settings = new NativeSettings(
                defaults.host(),
                Integer.parseInt(arguments[0]),
                defaults.user(),
                arguments[1],
                defaults.maxConnections(),
                defaults.helloTime(),
                defaults.packetTime(),
                defaults.idleTime(),
                defaults.stallTime(),
                defaults.heartbeat(),
                defaults.drainTime(),
                defaults.overflow(),
                defaults.waitingBatches(),
                defaults.limits());
        try (EmbeddedEngine engine = new EmbeddedEngine();
                NativeServer server = NativeServer.start(settings, engine, NativeListener.NONE, Ticker.SYSTEM)) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                // until whoever started this closes it, or ends
            }
        }
    }
}
