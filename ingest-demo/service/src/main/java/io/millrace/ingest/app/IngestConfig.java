package io.millrace.ingest.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operator of the ingest service can set. */
@ConfigMapping(prefix = "ingest")
public interface IngestConfig {

    /**
     * Folder of all that the service keeps: logs, offsets, dead letters, the simulator's ids. One process at a time.
     */
    @WithDefault("data")
    Path data();

    /** Document of pipelines; without one it is `pipelines.yaml` in the data folder, made at the first start. */
    Optional<Path> document();

    /** Values for variables of documents beside the environment's; `INGEST_VARIABLES_WSS_URL` is `${WSS_URL}`. */
    Map<String, String> variables();

    /** How often the document is looked at for edits. */
    @WithDefault("1s")
    Duration reload();

    /** Whether the document may be replaced over HTTP. */
    @WithDefault("true")
    boolean editable();

    /** Bytes of a document over HTTP at most. */
    @WithDefault("1048576")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 67_108_864, message = "must be at most 67108864, was ${validatedValue}")
    int maxDocument();

    /** How long sinks may store what is left when a pipeline goes or the service stops; the rest waits in the log. */
    @WithDefault("10s")
    Duration grace();

    /** How often a source's memory of what it has seen is kept. */
    @WithDefault("5s")
    Duration checkpoint();

    /** Products on the page at most. */
    @WithDefault("200")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 10_000, message = "must be at most 10000, was ${validatedValue}")
    int maxProducts();

    /** The simulated exchange. */
    Simulator simulator();

    /** The named queries. */
    Queries queries();

    /** The simulated exchange. */
    interface Simulator {

        /** Whether there is one in this process; without a document the pipeline reads from it. */
        @WithDefault("true")
        boolean enabled();

        /** The address it listens at. */
        @WithDefault("127.0.0.1")
        String host();

        /** Its port; another is taken, and told, when it is not free. 0 for any. */
        @WithDefault("5005")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** What it trades. */
        @WithDefault("BTC-USD,ETH-USD,SOL-USD")
        List<String> products();

        /** Trades a second, of all products together. */
        @WithDefault("50")
        @DecimalMin(value = "0", message = "must be at least 0, was ${validatedValue}")
        @DecimalMax(value = "1000000", message = "must be at most 1000000, was ${validatedValue}")
        double rate();

        /** The same seed gives the same chance. */
        @WithDefault("1")
        long seed();

        /** How likely each fault is, from 0 to 1. */
        Faults faults();
    }

    /** How likely each fault is, from 0 to 1. */
    interface Faults {

        /** A trade is not sent; REST has it. By trade. */
        @WithDefault("0.002")
        double gap();

        /** A trade is neither sent nor to be had by REST. By trade. */
        @WithDefault("0")
        double lost();

        /** A trade is sent twice. By trade. */
        @WithDefault("0.002")
        double duplicate();

        /** A trade is sent behind the next one. By trade. */
        @WithDefault("0.002")
        double disorder();

        /** A trade's message is cut off; REST has the trade. By trade. */
        @WithDefault("0")
        double malformed();

        /** Nothing is sent for a while, although TCP is up. By connection and second. */
        @WithDefault("0")
        double stall();

        /** The connection ends without a word. By connection and second. */
        @WithDefault("0")
        double disconnect();

        /** The connection is closed in order. By connection and second. */
        @WithDefault("0")
        double close();

        /** The connection is closed as if its reader were slow. By connection and second. */
        @WithDefault("0")
        double slowConsumer();

        /** A subscription is refused. By request. */
        @WithDefault("0")
        double error();

        /** Data comes before the confirmation of a subscription. By request. */
        @WithDefault("0")
        double earlyData();
    }

    /** The named queries. */
    interface Queries {

        /** A query that takes longer is broken off. */
        @WithDefault("10s")
        Duration timeout();

        /** Rows of an answer at most. */
        @WithDefault("1000")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        @Max(value = 100_000, message = "must be at most 100000, was ${validatedValue}")
        int maxRows();
    }
}
