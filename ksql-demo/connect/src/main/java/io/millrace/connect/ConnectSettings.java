package io.millrace.connect;

import static java.util.Objects.requireNonNull;

import io.millrace.connect.config.References;
import io.millrace.connect.plugin.CommonSettings;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.core.pipeline.Backoff;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A runtime.
 *
 * @param kafka the cluster of all connectors
 * @param host interface that the REST API listens on, {@code 127.0.0.1}
 * @param port of the REST API, 0 for any; another is taken, and told, when it is not free
 * @param token that requests must bear; null when none is asked for
 * @param files files and folders with connectors
 * @param configTopic where connectors that came by request are kept; null to forget them with the process
 * @param common what holds for connectors that do not say
 * @param schemaRegistry where Avro schemas are kept; null to number them without a server
 * @param references what {@code ${env:NAME}} stands for
 * @param fileFolder the folder that file connectors may touch; null when they are not offered
 * @param backoff between attempts of a task that failed
 */
public record ConnectSettings(
        KafkaConnection kafka,
        String host,
        int port,
        @Nullable String token,
        List<Path> files,
        @Nullable String configTopic,
        CommonSettings common,
        @Nullable URI schemaRegistry,
        References references,
        @Nullable Path fileFolder,
        Backoff backoff) {

    public ConnectSettings {
        requireNonNull(kafka, "kafka is null");
        requireNonNull(host, "host is null");
        requireNonNull(common, "common is null");
        requireNonNull(references, "references is null");
        requireNonNull(backoff, "backoff is null");
        files = List.copyOf(files);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
        }
    }

    /** Everything but the token, which is not told. */
    @Override
    public String toString() {
        return "ConnectSettings[kafka=" + kafka + ", host=" + host + ", port=" + port + ", token="
                + (token == null ? "none" : "set") + ", files=" + files + ", configTopic=" + configTopic + "]";
    }
}
