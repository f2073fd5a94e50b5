package io.millrace.ksql.engine;

import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.run.RunSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An engine.
 *
 * @param serviceId name of the application: processes with the same one share statements and work
 * @param run how queries run
 * @param defaults formats where statements name none
 * @param schemaRegistry where Avro schemas are kept; null to number them without a server
 * @param replicas of topics that are made, where statements do not say; -1 for the broker's default
 * @param patience longest wait for a statement to be carried out here
 */
public record EngineSettings(
        String serviceId,
        RunSettings run,
        Analyzer.Defaults defaults,
        @Nullable URI schemaRegistry,
        short replicas,
        Duration patience) {

    public EngineSettings {
        if (!serviceId.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException(
                    "serviceId must be of letters, digits, '.', '_' and '-', was '" + serviceId + "'");
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patience must be positive, was " + patience);
        }
    }

    /** What the names of groups and internal topics of an application begin with. */
    public static String prefix(String serviceId) {
        return "_millrace-ksql-" + serviceId;
    }

    String commandTopic() {
        return prefix(serviceId) + "_command_topic";
    }

    String processingLogTopic() {
        return serviceId + "ksql_processing_log";
    }
}
