package io.millrace.pipeline.builtin;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.run.HostedModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs modules of a type without a pipeline. */
final class Hosting {

    private Hosting() {}

    static HostedModule<Object> host(String type, Map<String, Object> settings) {
        PipelineModule<Object> module = ModuleCatalog.installed().build(type, Optional.empty(), settings);
        return new HostedModule<>(module, Ticker.SYSTEM);
    }

    static ExternalReply<Object> run(String type, Map<String, Object> settings, Object data) {
        try (HostedModule<Object> module = host(type, settings)) {
            return module.run(request(data));
        }
    }

    static ExternalRequest<Object> request(Object data) {
        PackageRecord record =
                new PackageRecord("DP-1", "P-1", "test", "PI-1", List.of(), data, Status.RUNNING, 0, 0, 0, List.of());
        return new ExternalRequest<>(record, data, "DP-C-1", "DP-PP-1", "DP-M-1", Optional.empty());
    }

    static Status status(ExternalReply<Object> reply) {
        return reply.module().orElseThrow().status();
    }

    static @Nullable String error(ExternalReply<Object> reply) {
        return reply.errors().isEmpty() ? null : reply.errors().getFirst().message();
    }
}
