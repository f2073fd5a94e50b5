package io.millrace.service.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What is the same in every service; the rest of {@code millrace.*} belongs to the services. */
@ConfigMapping(prefix = "millrace")
public interface ServiceConfig {

    /** Bearer token that every request needs, but for health; set it as {@code MILLRACE_TOKEN}. None means no check. */
    Optional<String> token();

    /** Streams to clients. */
    Stream stream();

    /** What happens when the service stops. */
    Drain drain();

    /** Bounds of streams to clients. */
    interface Stream {

        /** Readers at the same time; one more gets 429. */
        @WithDefault("10000")
        int maxReaders();

        /** Readers of one stream at the same time; one more gets 429. */
        @WithDefault("10000")
        int maxReadersPerStream();

        /** Bytes in a reader's write queue above which nothing more is written to it. */
        @WithDefault("65536")
        int writeQueueBytes();

        /** Pending rows are merged into writes of about so many bytes. */
        @WithDefault("131072")
        int mergeBytes();

        /** Sign of life on a quiet SSE stream whose request names none; 0 for none. */
        @WithDefault("15s")
        Duration heartbeat();

        /** A reader that takes nothing for so long, while rows wait for it, is cut off. */
        @WithDefault("30m")
        Duration stallTimeout();

        /** How long a response waits for its first row or failure before its head is sent. */
        @WithDefault("50ms")
        Duration firstDelivery();
    }

    /** What happens when the service stops. */
    interface Drain {

        /** How long readers have to take the end of their streams, and requests to get their answers. */
        @WithDefault("3s")
        Duration timeout();
    }
}
