package io.millrace.pipeline.builtin;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.graph.ExternalType;
import io.millrace.pipeline.graph.GraphException;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.run.HostedModule;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code in-process}: a module hosted beside the pipeline, to try a graph out before its module moves elsewhere. */
public final class InProcessExternal implements ExternalType {

    /** For {@link java.util.ServiceLoader}. */
    public InProcessExternal() {}

    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public Supplier<? extends ExternalCall<Object>> read(Settings settings) {
        String type = settings.requiredText("type");
        Optional<String> version = settings.text("version");
        try {
            PipelineModule<Object> module = ModuleCatalog.installed()
                    .build(type, version, settings.section("settings").all());
            return () -> new HostedCall(new HostedModule<>(module, Ticker.SYSTEM));
        } catch (GraphException e) {
            e.problems().forEach(problem -> settings.problem("type", problem.text(type)));
            return () -> {
                throw e;
            };
        }
    }

    private record HostedCall(HostedModule<Object> hosted) implements ExternalCall<Object> {
        @Override
        public ExternalReply<Object> call(ExternalRequest<Object> request) throws InterruptedException {
            ExternalReply<Object> reply = hosted.run(request);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in the hosted module");
            }
            return reply;
        }

        @Override
        public void close() {
            hosted.close();
        }
    }
}
