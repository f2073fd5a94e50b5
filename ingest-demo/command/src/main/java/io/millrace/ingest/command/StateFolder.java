package io.millrace.ingest.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the pipelines of a document keep their logs. */
final class StateFolder {

    private StateFolder() {}

    /**
     * Beside the document, in {@code .millrace/NAME}, so that the two move together; where nobody may write there, in
     * the user's folder of states, under a name that no other document has.
     */
    static Path of(Path config, Map<String, String> environment) {
        Path file = config.toAbsolutePath().normalize();
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.');
        String name = dot > 0 ? whole.substring(0, dot) : whole;
        @Nullable Path parent = file.getParent();
        if (parent != null && Files.isWritable(parent)) {
            return parent.resolve(".millrace").resolve(name);
        }
        String states = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base =
                states.isEmpty() ? Path.of(System.getProperty("user.home", "."), ".local", "state") : Path.of(states);
        return base.resolve("millrace")
                .resolve("ingest")
                .resolve(name + "-" + Integer.toHexString(file.toString().hashCode()));
    }
}
