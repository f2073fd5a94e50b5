package io.millrace.connect.plugin;

import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Values;
import io.millrace.core.pipeline.Pipeline;
import java.util.List;
import java.util.Map;

/** A kind of connector. Thread-safe, without state. */
public interface ConnectorPlugin {

    /** Which way records go, by Kafka Connect's names. */
    enum Direction {
        SOURCE,
        SINK
    }

    /** The class that it stands for, {@code io.confluent.connect.mqtt.MqttSourceConnector}. */
    String className();

    Direction direction();

    /** Its own settings, without those that all connectors have. */
    List<Setting> settings();

    /** Beginnings of settings of the original that have no effect here. */
    default List<String> ignored() {
        return List.of();
    }

    /** Beginnings of settings of the original that are not offered, with what to do instead. */
    default Map<String, String> refused() {
        return Map.of();
    }

    /** What is wrong between settings, or needs more than a look at one; each setting by itself is right. */
    List<ConfigProblem> problems(Values values);

    /** How many tasks there are, from 1 to {@code tasks.max}. */
    int tasks(Values values);

    /** The topics that it reads or writes. */
    List<String> topics(Values values);

    /**
     * A new pipeline for a task: it is called at each start of the task.
     *
     * @throws io.millrace.core.failure.StreamException when what it needs is not there
     */
    Pipeline<?, ?> pipeline(TaskContext task);
}
