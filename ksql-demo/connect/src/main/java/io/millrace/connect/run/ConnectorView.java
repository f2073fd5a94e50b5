package io.millrace.connect.run;

import io.millrace.connect.plugin.ConnectorPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a connector.
 *
 * @param settings as written, with secrets masked
 * @param plugin its kind; null when that is unknown
 * @param topics that it reads or writes
 */
public record ConnectorView(
        String name,
        Map<String, String> settings,
        @Nullable ConnectorPlugin plugin,
        List<String> topics,
        TaskStatus status,
        List<TaskStatus> tasks) {

    public ConnectorView {
        settings = Map.copyOf(settings);
        topics = List.copyOf(topics);
        tasks = List.copyOf(tasks);
    }
}
