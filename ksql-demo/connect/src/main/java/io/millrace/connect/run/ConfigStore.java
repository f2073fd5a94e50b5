package io.millrace.connect.run;

import java.util.Map;
import java.util.TreeMap;

/** Where configurations that came by request outlive the process. Called by one thread at a time. */
public interface ConfigStore extends AutoCloseable {

    /**
     * What was held.
     *
     * @param connectors settings by name
     * @param targets by name, also of connectors that are held elsewhere
     */
    record Held(Map<String, Map<String, String>> connectors, Map<String, Target> targets) {
        public Held {
            connectors = Map.copyOf(connectors);
            targets = Map.copyOf(targets);
        }
    }

    /**
     * Reads all.
     *
     * @throws io.millrace.core.failure.TransientException when a later attempt may succeed
     */
    Held load();

    /** Holds a connector; returns when it is durable. */
    void put(String connector, Map<String, String> settings);

    /** Holds what is wanted of a connector; returns when it is durable. */
    void put(String connector, Target target);

    /** Forgets a connector; returns when that is durable. */
    void remove(String connector);

    @Override
    void close();

    /** One that forgets with the process. */
    static ConfigStore inMemory() {
        return new ConfigStore() {
            @Override
            public Held load() {
                return new Held(new TreeMap<>(), new TreeMap<>());
            }

            @Override
            public void put(String connector, Map<String, String> settings) {}

            @Override
            public void put(String connector, Target target) {}

            @Override
            public void remove(String connector) {}

            @Override
            public void close() {}
        };
    }
}
