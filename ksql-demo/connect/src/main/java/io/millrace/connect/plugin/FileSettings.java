package io.millrace.connect.plugin;

import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Setting.Form;
import io.millrace.connect.config.Values;
import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of a file connector: inside a folder that the operator has named, and nowhere else. */
final class FileSettings {

    static final Setting FILE = Setting.required("file", Form.STRING, "Path in the folder of the file connectors.");

    private FileSettings() {}

    /** What is wrong with its form. */
    static List<ConfigProblem> problems(Values values) {
        String text = values.text(FILE.name());
        try {
            Path path = Path.of(text).normalize();
            if (path.startsWith("..")) {
                return List.of(problem("must not lead out of the folder of the file connectors", text));
            }
            return List.of();
        } catch (InvalidPathException e) {
            return List.of(problem("must be a path: " + e.getReason(), text));
        }
    }

    private static ConfigProblem problem(String wrong, String value) {
        return new ConfigProblem(FILE.name(), FILE.name() + " " + wrong + ", was '" + value + "'");
    }

    /**
     * The file.
     *
     * @throws FatalException when there is no folder, or the file is not in it, links followed
     */
    static Path file(TaskContext task) {
        Path folder = task.files();
        if (folder == null) {
            throw new FatalException("file connectors are not offered: this worker has no folder for them");
        }
        Path file = folder.resolve(task.values().text(FILE.name())).normalize();
        try {
            Path real = folder.toRealPath();
            Path parent = existing(file.getParent());
            Path target = Files.exists(file) ? file.toRealPath() : parent;
            if (parent == null || target == null || !parent.startsWith(real) || !target.startsWith(real)) {
                throw new FatalException(file + " is not in the folder of the file connectors, " + folder);
            }
            return file;
        } catch (IOException e) {
            throw new FatalException("cannot use the folder of the file connectors, " + folder + ": " + e, e);
        }
    }

    private static @Nullable Path existing(@Nullable Path path) throws IOException {
        return path != null && Files.exists(path) ? path.toRealPath() : null;
    }
}
