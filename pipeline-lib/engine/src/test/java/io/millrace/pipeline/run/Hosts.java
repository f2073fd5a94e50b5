package io.millrace.pipeline.run;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Modules without a pipeline around them. */
final class Hosts {

    private Hosts() {}

    static PipelineModule<String> module(String name, ExecutionModule<String> code) {
        return module(name, ModuleOptions.DEFAULT, code);
    }

    static PipelineModule<String> module(String name, ModuleOptions options, ExecutionModule<String> code) {
        return PipelineModules.execution(name, options, () -> code);
    }

    static <T> HostedModule<T> host(PipelineModule<T> module) {
        return new HostedModule<>(module, Ticker.SYSTEM);
    }

    static <T> ExternalReply<T> run(PipelineModule<T> module, T data) {
        try (HostedModule<T> hosted = host(module)) {
            return hosted.run(request(data));
        }
    }

    static <T> ExternalRequest<T> request(T data) {
        return request(data, Optional.empty());
    }

    static <T> ExternalRequest<T> request(T data, Optional<Duration> remaining) {
        PackageRecord record =
                new PackageRecord("DP-1", "P-1", "test", "PI-1", List.of(), data, Status.RUNNING, 0, 0, 0, List.of());
        return new ExternalRequest<>(record, data, "DP-C-1", "DP-PP-1", "DP-M-1", remaining);
    }

    static ModuleRecord record(ExternalReply<?> reply) {
        return reply.module().orElseThrow();
    }
}
