package io.millrace.gateway.app;

import io.millrace.connector.proton.OnLost;
import io.millrace.core.flow.Overflow;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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

    /** The endpoint of the native protocol. */
    @WithName("native")
    NativeConfig nativeProtocol();

    /** How drivers of Proton reach the embedded engine. */
    interface NativeConfig {

        /** Whether drivers of Proton are served, in a scope of names of their own. */
        @WithDefault("false")
        boolean enabled();

        /** Address to listen on; one that other machines reach wants a password. */
        @WithDefault("127.0.0.1")
        String host();

        /** Port to listen on; 0 takes a free one. */
        @WithDefault("8463")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** The one user that is let in. */
        @WithDefault("default")
        String user();

        /** The user's password; none when it is not set. */
        Optional<String> password();

        /** Clients at the same time; one more is told so and sent away. */
        @WithDefault("100")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        int maxConnections();

        /** What happens to a streaming query whose client does not read, unless the query says otherwise. */
        @WithDefault("block")
        Overflow overflow();

        /** Batches that wait for such a client when the policy is not block. */
        @WithDefault("16")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        int waitingBatches();

        /** Largest text of a query. */
        @WithDefault("1M")
        MemorySize maxQuerySize();

        /** Largest block of rows that a client may send, unpacked. */
        @WithDefault("64M")
        MemorySize maxBlockSize();

        /** Rows that such a block may have. */
        @WithDefault("1048576")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        int maxBlockRows();

        /** Time for a client to say hello. */
        @WithDefault("10s")
        Duration helloTime();

        /** Time from the first to the last byte of a packet. */
        @WithDefault("30s")
        Duration packetTime();

        /** Silence between packets after which a client without a query is sent away. */
        @WithDefault("1h")
        Duration idleTime();

        /** How long a client may take nothing of what is there for it before it is disconnected. */
        @WithDefault("1m")
        Duration stallTime();

        /** Time between signs of life of a query that gives no rows. */
        @WithDefault("5s")
        Duration heartbeat();

        /** Time for running queries to end when the gateway stops. */
        @WithDefault("5s")
        Duration drainTime();
    }
}
