package io.millrace.mq.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the operator of the message queue service can set. */
@ConfigMapping(prefix = "mq")
public interface MqConfig {

    /** The file of the graph that runs in this process. Without one it is one queue at the UDP port. */
    Optional<Path> topology();

    /** A file of a graph whose nodes run elsewhere and report to the hub: the page then shows its edges too. */
    Optional<Path> observe();

    /** Values of the variables of these files: mq.variables.data is that of the variable data. */
    Map<String, String> variables();

    /** Value of the variable udp-host: where the queue without a topology listens. */
    @WithDefault("127.0.0.1")
    String udpHost();

    /** Value of the variable udp-port: the port of the queue without a topology; 0 for a free one. */
    @WithDefault("10000")
    @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
    @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
    int udpPort();

    /** Largest body of a request; a larger one is answered 413. */
    @WithDefault("4M")
    MemorySize maxBodySize();

    /** Pipeline keys that the hub keeps; one more is answered 429 unless one has been silent for five minutes. */
    @WithDefault("100")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 10_000, message = "must be at most 10000, was ${validatedValue}")
    int hubKeys();
}
