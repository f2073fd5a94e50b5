package io.millrace.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Real engines in containers, for tests that are marked with {@link NeedsDocker}. A module that uses this class needs
 * {@code org.testcontainers:testcontainers} for its tests.
 */
public final class Containers {

    private Containers() {}

    /** Whether a Docker engine answers. */
    public static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Starts a container, and waits as it is told to. It is removed when this JVM ends. */
    public static <C extends GenericContainer<?>> C start(C container) {
        container.start();
        return container;
    }

    /**
     * The image of a service in a file of {@code deploy/compose}, so that what is tested is what is deployed.
     *
     * @param file for example {@code vehicles.yaml}
     * @param service for example {@code redis}
     * @throws IllegalArgumentException when the file has no such service, or that one no image
     */
    public static DockerImageName image(String file, String service) throws IOException {
        Path compose = compose(Path.of("").toAbsolutePath(), file);
        Matcher found = Pattern.compile("(?m)^  " + Pattern.quote(service) + ":\n(?:    .*\n)*?    image: (\\S+)$")
                .matcher(Files.readString(compose));
        if (!found.find()) {
            throw new IllegalArgumentException("deploy/compose/" + file + " has no image of a service " + service);
        }
        return DockerImageName.parse(found.group(1));
    }

    private static Path compose(Path folder, String file) {
        Path compose = folder.resolve("deploy").resolve("compose").resolve(file);
        if (Files.exists(compose)) {
            return compose;
        }
        Path above = folder.getParent();
        if (above == null) {
            throw new IllegalArgumentException("no folder above has deploy/compose/" + file);
        }
        return compose(above, file);
    }
}
