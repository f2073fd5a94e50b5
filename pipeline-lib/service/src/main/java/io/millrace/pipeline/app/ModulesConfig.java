package io.millrace.pipeline.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the operator of the module pipeline service can set. */
@ConfigMapping(prefix = "modules")
public interface ModulesConfig {

    /** A document of pipelines, or a folder of documents, whose edits are followed. Without one the sample runs. */
    Optional<Path> pipelines();

    /** Whether the sample sends packages to itself, so that its page lives; never for other documents. */
    @WithDefault("true")
    boolean feed();

    /** The gRPC port. */
    Grpc grpc();

    /** Largest body of a request; a larger one is answered 413. */
    @WithDefault("4M")
    MemorySize maxBodySize();

    /** How long a request waits for the outcome of its packages when it does not say. */
    @WithDefault("30s")
    Duration executeTimeout();

    /** Packages of one NDJSON request that are within the pipeline at a time. */
    @WithDefault("64")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 10_000, message = "must be at most 10000, was ${validatedValue}")
    int batchWindow();

    /** Pipelines at a time; one more is answered 429. */
    @WithDefault("100")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 1_000, message = "must be at most 1000, was ${validatedValue}")
    int maxPipelines();

    /** Instances of a pipeline at a time; one more is answered 429. */
    @WithDefault("16")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 1_000, message = "must be at most 1000, was ${validatedValue}")
    int maxInstances();

    /** Packages that ended last, kept for each pipeline. */
    @WithDefault("100")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 100_000, message = "must be at most 100000, was ${validatedValue}")
    int recent();

    /** Packages of the last ten minutes that took longest, kept for each pipeline. */
    @WithDefault("20")
    @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
    @Max(value = 10_000, message = "must be at most 10000, was ${validatedValue}")
    int slowest();

    /** Bytes of data of either kind of kept packages, for each pipeline. */
    @WithDefault("16M")
    MemorySize recentBytes();

    /** How long packages within have to end when their pipeline is replaced or removed; they end in an error then. */
    @WithDefault("1m")
    Duration replaceTimeout();

    /** How long packages have to end when the service stops; they end in an error then. */
    @WithDefault("3s")
    Duration drainTimeout();

    /**
     * What ${name} in documents stands for: modules.variables.name. In names from the environment an underscore is a
     * dash.
     */
    Map<String, String> variables();

    /** The gRPC port: the registry of module servers, and the hosted module. */
    interface Grpc {

        /** Address of the gRPC port. */
        @WithDefault("127.0.0.1")
        String host();

        /** The gRPC port; 0 for a free one. */
        @WithDefault("50051")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** PEM file with the certificate chain of the gRPC port; plaintext without one. */
        Optional<Path> certificate();

        /** PEM file with its private key, PKCS 8, not encrypted. */
        Optional<Path> key();

        /** PEM file of certificates that those of callers must come from: mutual TLS. */
        Optional<Path> trusted();

        /**
         * Type of the module that runs here for pipelines elsewhere, upper or upper:2 for version 2; the sample hosts
         * its own.
         */
        Optional<String> hosted();

        /** Settings of the hosted module: modules.grpc.settings.delay is its setting delay. */
        Map<String, String> settings();

        /** Packages that the hosted module works on at a time. */
        @WithDefault("64")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        @Max(value = 10_000, message = "must be at most 10000, was ${validatedValue}")
        int concurrency();

        /** Largest message of the hosted module. */
        @WithDefault("4M")
        MemorySize maxMessageSize();
    }
}
