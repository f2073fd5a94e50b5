package io.millrace.core.pipeline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a pipeline's state, writes it to the log once per change, and tells the listener. */
final class PipelineWatch {

    private static final Logger log = LoggerFactory.getLogger(PipelineRunner.class);

    private final String name;
    private final PipelineListener listener;
    private volatile PipelineState state = new PipelineState.Starting();

    PipelineWatch(String name, PipelineListener listener) {
        this.name = name;
        this.listener = listener;
    }

    PipelineState state() {
        return state;
    }

    void change(PipelineState next) {
        boolean again = state instanceof PipelineState.BackingOff && next instanceof PipelineState.BackingOff;
        state = next;
        switch (next) {
            case PipelineState.Starting _ -> log.info("pipeline {} starting", name);
            case PipelineState.Running _ -> log.info("pipeline {} running", name);
            case PipelineState.BackingOff waiting
            when again ->
                log.debug(
                        "pipeline {} still waiting, attempt={} until={} cause={}",
                        name,
                        waiting.attempt(),
                        waiting.until(),
                        waiting.cause().reason());
            case PipelineState.BackingOff waiting ->
                log.warn(
                        "pipeline {} will retry, until={} cause={}",
                        name,
                        waiting.until(),
                        waiting.cause().reason());
            case PipelineState.Stopped _ -> log.info("pipeline {} stopped", name);
            case PipelineState.Failed failed -> log.error("pipeline {} failed", name, failed.cause());
        }
        tell(new PipelineEvent.StateChanged(name, next));
    }

    void tell(PipelineEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            log.error("listener of pipeline {} failed", name, e);
        }
    }
}
