package io.millrace.mq.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The topologies that come with the engine. */
public final class Samples {

    /** Their names. */
    public static final List<String> NAMES = List.of("pong", "tree", "market-spread", "market-spread-simple");

    private Samples() {}

    static Topology read(String name, Map<String, String> variables) {
        return TopologyReader.parse(name + ".yaml", text(name), variables);
    }

    /**
     * The text of a sample.
     *
     * @throws TopologyException when there is none of that name
     */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new TopologyException(
                    name,
                    List.of(new TopologyProblem(
                            0, 0, "", "there is no such sample; expected " + String.join(", ", NAMES))));
        }
        try (InputStream stream = Samples.class.getResourceAsStream(name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("sample " + name + " is missing in the archive");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
