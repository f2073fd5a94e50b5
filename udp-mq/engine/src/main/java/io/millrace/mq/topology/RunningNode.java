package io.millrace.mq.topology;

import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.worker.Arrivals;
import io.millrace.mq.worker.Worker;
import java.util.ArrayList;
import java.util.List;

/** A node of a running graph. */
sealed interface RunningNode extends AutoCloseable {

    NodeSpec spec();

    NodeStatistics statistics();

    PipelineState state();

    /** Messages that it could not handle. */
    long rejected();

    /** Begins to pull, when that has to wait until the edges are there. */
    default void start(RunningParts parts) {}

    @Override
    void close();

    default NodeStatus status() {
        PipelineState state = state();
        String detail = switch (state) {
            case PipelineState.Failed failed -> failed.cause().reason();
            case PipelineState.BackingOff wait -> wait.cause().reason();
            case PipelineState.Starting _, PipelineState.Running _, PipelineState.Stopped _ -> "";
        };
        String function = spec() instanceof NodeSpec.Worker worker ? worker.function() : "";
        return new NodeStatus(
                spec().name(),
                spec().kind(),
                function,
                state.text(),
                detail,
                rejected(),
                statistics().snapshot());
    }

    /** A worker. */
    record OfWorker(NodeSpec.Worker spec, Worker worker) implements RunningNode {
        @Override
        public NodeStatistics statistics() {
            return worker.statistics();
        }

        @Override
        public PipelineState state() {
            return worker.state();
        }

        @Override
        public long rejected() {
            return worker.refused();
        }

        @Override
        public void close() {
            worker.close();
        }
    }

    /** A feeder. */
    record OfFeeder(NodeSpec.Feeder spec, PipelineHandle pipeline, NodeStatistics statistics) implements RunningNode {
        @Override
        public PipelineState state() {
            return pipeline.state();
        }

        @Override
        public long rejected() {
            return 0;
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }

    /** A sink with the queues that it pulls from. */
    record OfSink(NodeSpec.Sink spec, Arrivals arrivals, List<PipelineHandle> readers) implements RunningNode {

        OfSink(NodeSpec.Sink spec, Arrivals arrivals) {
            this(spec, arrivals, new ArrayList<>());
        }

        @Override
        public void start(RunningParts parts) {
            readers.addAll(parts.readers(spec, arrivals));
        }

        @Override
        public NodeStatistics statistics() {
            return arrivals.statistics();
        }

        /** That of the first reader that does not run. */
        @Override
        public PipelineState state() {
            return readers.stream()
                    .map(PipelineHandle::state)
                    .filter(state -> !(state instanceof PipelineState.Running))
                    .findFirst()
                    .orElseGet(PipelineState.Running::new);
        }

        @Override
        public long rejected() {
            return arrivals.malformed();
        }

        @Override
        public void close() {
            readers.forEach(PipelineHandle::close);
        }
    }
}
