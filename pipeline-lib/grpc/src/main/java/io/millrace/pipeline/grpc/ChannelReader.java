package io.millrace.pipeline.grpc;

import io.grpc.ManagedChannel;
import io.millrace.pipeline.graph.Settings;
import java.util.List;
import java.util.function.Supplier;

/** Reads from an external module's settings where its servers are. */
@FunctionalInterface
interface ChannelReader {

    /**
     * Reads where the servers are; the result makes the channel of one instance.
     *
     * @param settings the module's settings, of which {@code targets} and what is about balancing are for this reader
     */
    Supplier<ManagedChannel> read(Settings settings, ChannelSettings channel);

    /** One server. */
    static Supplier<ManagedChannel> oneTarget(Settings settings, ChannelSettings channel) {
        List<String> targets = settings.texts("targets");
        if (targets.size() != 1) {
            settings.problem("targets", "must name one server, for example localhost:50051, was " + targets);
        }
        String target = targets.isEmpty() ? "localhost:50051" : targets.getFirst();
        return () -> ModuleChannels.open(target, channel);
    }
}
