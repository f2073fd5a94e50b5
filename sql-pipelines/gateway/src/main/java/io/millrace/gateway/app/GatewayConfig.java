package io.millrace.gateway.app;

import io.millrace.connector.proton.OnLost;
import io.millrace.core.flow.Overflow;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;

/** What the operator of a gateway can set. */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {

    /**
     * The file of pipelines. While it does not exist, the built-in sample stands for it; the first change through the
     * API writes it.
     */
    @WithDefault("config.yaml")
    Path config();

    /** Time between two looks at the file for edits by others; 0 turns live pick-up off. */
    @WithDefault("500ms")
    Duration watchInterval();

    /** Largest body of a request that creates or changes a pipeline; a larger one is answered 413. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Queries that may run at the same time; one more is answered 429. */
    @WithDefault("1000")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 1_000_000, message = "must be at most 1000000, was ${validatedValue}")
    int maxQueries();

    /** Bounds of each reader, unless its pipeline or its request says otherwise. */
    ReaderConfig reader();

    /** How a real Proton is used; where it is says the file of pipelines. */
    ProtonConfig proton();

    /** Connections to Proton. */
    interface ProtonConfig {

        /** Longest wait for a connection, and for the answer to its greeting. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** Longest wait for a sign of life while a set-up statement runs. */
        @WithDefault("1m")
        Duration statementTimeout();

        /**
         * How long a running query may give no sign of life before its connection counts as lost; Proton sends one
         * several times a second. 0 turns the check off.
         */
        @WithDefault("1m")
        Duration silence();

        /** Connections that may be open at the same time, one for each running query; one more is answered 429. */
        @WithDefault("100")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        int maxConnections();

        /**
         * What a streaming query does when it loses Proton: reconnect tells its readers a gap and runs again, fail ends
         * their streams with an error. A query that ends by itself always fails.
         */
        @WithDefault("reconnect")
        OnLost onLost();

        /** How long Proton may take to end a query that nobody reads any more before its connection is cut. */
        @WithDefault("500ms")
        Duration cancelTimeout();
    }

    /** How far a reader may fall behind. */
    interface ReaderConfig {

        /**
         * What happens to a reader of a streaming pipeline that is too slow. The default keeps the stream current and
         * tells the reader what it missed.
         */
        @WithDefault("drop-oldest")
        Overflow overflow();

        /** Rows that may wait for a reader. */
        @WithDefault("65536")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        long maxRows();

        /** Encoded bytes that may wait for a reader. */
        @WithDefault("8M")
        MemorySize maxBytes();

        /** How old a waiting row may become. */
        @WithDefault("1m")
        Duration maxAge();
    }
}
