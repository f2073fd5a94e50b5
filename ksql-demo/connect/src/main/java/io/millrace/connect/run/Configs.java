package io.millrace.connect.run;

import io.millrace.connect.config.ConfigException;
import io.millrace.connect.config.ConfigFile;
import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Definition;
import io.millrace.connect.config.References;
import io.millrace.connect.plugin.CommonSettings;
import io.millrace.connect.plugin.ConnectorPlugin;
import io.millrace.connect.plugin.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and checks configurations against the kinds of connectors. */
public final class Configs {

    private final CommonSettings common;
    private final References references;

    public Configs(CommonSettings common, References references) {
        this.common = common;
        this.references = references;
    }

    /**
     * What a configuration says.
     *
     * @param plugin the kind, which {@code connector.class} names
     */
    public record Checked(ConnectorConfig config, ConnectorPlugin plugin, Definition.Reading reading) {}

    public Definition definition(ConnectorPlugin plugin) {
        return common.definition(plugin);
    }

    /** Reads a configuration of a kind; all that is wrong with it is in the answer. */
    public Definition.Reading read(ConnectorConfig config, ConnectorPlugin plugin) {
        Definition.Reading reading = common.definition(plugin).read(config, references);
        List<ConfigProblem> problems = new ArrayList<>(reading.problems());
        String name = ConnectorConfig.nameProblem(config.name());
        if (name != null && problems.stream().noneMatch(one -> one.setting().equals(ConnectorConfig.NAME))) {
            problems.add(new ConfigProblem(ConnectorConfig.NAME, "name " + name));
        }
        if (problems.isEmpty()) {
            problems.addAll(CommonSettings.problems(reading.values()));
            problems.addAll(plugin.problems(reading.values()));
        }
        return new Definition.Reading(reading.values(), problems, reading.words());
    }

    /**
     * A configuration that can be used.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    public Checked checked(ConnectorConfig config) {
        List<ConfigProblem> problems = new ArrayList<>();
        ConnectorPlugin plugin = plugin(config, problems);
        Definition.Reading reading = plugin == null ? null : read(config, plugin);
        if (reading != null) {
            problems.addAll(reading.problems());
        }
        if (plugin == null || reading == null || !problems.isEmpty()) {
            throw new ConfigException(
                    "Connector configuration is invalid and contains the following " + problems.size() + " error(s):",
                    problems.stream().map(ConfigProblem::message).toList());
        }
        return new Checked(config, plugin, reading);
    }

    private static @Nullable ConnectorPlugin plugin(ConnectorConfig config, List<ConfigProblem> problems) {
        String name = config.settings().get(ConnectorConfig.CLASS);
        if (name == null || name.isBlank()) {
            problems.add(new ConfigProblem(
                    ConnectorConfig.CLASS, "connector.class is missing; it must be one of " + Plugins.names()));
            return null;
        }
        ConnectorPlugin plugin = Plugins.find(name);
        if (plugin == null) {
            problems.add(new ConfigProblem(
                    ConnectorConfig.CLASS,
                    "Failed to find any class that implements Connector and which name matches " + name
                            + ", available connectors are: " + Plugins.names()));
        }
        return plugin;
    }

    /**
     * The connectors of files and folders.
     *
     * @throws ConfigException with everything that is wrong with all of them, each with file, line and setting
     */
    public List<Checked> files(List<Path> filesAndFolders) {
        List<String> problems = new ArrayList<>();
        List<Checked> all = new ArrayList<>();
        Map<String, String> names = new TreeMap<>();
        for (Path path : ConfigFile.all(filesAndFolders)) {
            ConfigFile file = ConfigFile.read(path);
            problems.addAll(file.problems());
            if (!file.problems().isEmpty()) {
                continue;
            }
            ConnectorConfig config = file.config();
            String before = names.putIfAbsent(config.name(), path.toString());
            if (before != null) {
                problems.add(file.told(new ConfigProblem(
                        ConnectorConfig.NAME, "name '" + config.name() + "' is the name of " + before + " too")));
            }
            List<ConfigProblem> own = new ArrayList<>();
            ConnectorPlugin plugin = plugin(config, own);
            if (plugin != null) {
                Definition.Reading reading = read(config, plugin);
                own.addAll(reading.problems());
                all.add(new Checked(config, plugin, reading));
            }
            own.forEach(problem -> problems.add(file.told(problem)));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException("connectors have " + problems.size() + " problem(s):", problems);
        }
        return all;
    }
}
