package io.millrace.connect.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of connectors that there are. */
public final class Plugins {

    private static final List<ConnectorPlugin> ALL =
            List.of(new MqttSourcePlugin(), new RedisSinkPlugin(), new FileSourcePlugin(), new FileSinkPlugin());

    private Plugins() {}

    public static List<ConnectorPlugin> all() {
        return ALL;
    }

    /**
     * The kind of a {@code connector.class}: a class name, or its last part with or without {@code Connector}, as Kafka
     * Connect takes them.
     *
     * @return null when there is none
     */
    public static @Nullable ConnectorPlugin find(String name) {
        for (ConnectorPlugin plugin : ALL) {
            String whole = plugin.className();
            String last = whole.substring(whole.lastIndexOf('.') + 1);
            String alias = last.substring(0, last.length() - "Connector".length());
            if (name.equals(whole) || name.equals(last) || name.equals(alias)) {
                return plugin;
            }
        }
        return null;
    }

    /** The class names, for messages. */
    public static String names() {
        return String.join(", ", ALL.stream().map(ConnectorPlugin::className).toList());
    }
}
