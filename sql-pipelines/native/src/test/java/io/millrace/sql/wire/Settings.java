package io.millrace.sql.wire;

import io.millrace.core.flow.Overflow;
import io.millrace.sql.wire.codec.WireLimits;
import java.time.Duration;

/** Settings of tests: the defaults but for what a test says. */
final class Settings {

    private int maxConnections = NativeSettings.defaults().maxConnections();
    private String password = "";
    private Duration helloTime = NativeSettings.defaults().helloTime();
    private Duration packetTime = NativeSettings.defaults().packetTime();
    private Duration idleTime = NativeSettings.defaults().idleTime();
    private Duration stallTime = NativeSettings.defaults().stallTime();
    private Duration heartbeat = NativeSettings.defaults().heartbeat();
    private WireLimits limits = WireLimits.defaults();

    Settings maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    Settings password(String value) {
        password = value;
        return this;
    }

    Settings helloTime(Duration value) {
        helloTime = value;
        return this;
    }

    Settings packetTime(Duration value) {
        packetTime = value;
        return this;
    }

    Settings idleTime(Duration value) {
        idleTime = value;
        return this;
    }

    Settings stallTime(Duration value) {
        stallTime = value;
        return this;
    }

    Settings heartbeat(Duration value) {
        heartbeat = value;
        return this;
    }

    Settings limits(WireLimits value) {
        limits = value;
        return this;
    }

    NativeSettings build() {
        return new NativeSettings(
                "127.0.0.1",
                0,
                "default",
                password,
                maxConnections,
                helloTime,
                packetTime,
                idleTime,
                stallTime,
                heartbeat,
                Duration.ofSeconds(10),
                Overflow.BLOCK,
                4,
                limits);
    }
}
