package io.millrace.ingest.command;

import io.millrace.command.ExitCode;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.status.SinkStatus;
import io.millrace.ingest.type.FeedAccount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches pipelines: logs what changes, and says when there is nothing left to listen to.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Listening {

    private static final Logger log = LoggerFactory.getLogger(Listening.class);

    private final Ingest ingest;
    private final boolean keepTrying;
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> connected = new HashSet<>();

    /** @param keepTrying whether a source that cannot be reached at first is waited for */
    Listening(Ingest ingest, boolean keepTrying) {
        this.ingest = ingest;
        this.keepTrying = keepTrying;
    }

    /**
     * Looks at all pipelines.
     *
     * @return whether every source has ended and every sink has stored what came
     * @throws ListenFailure when one has failed for good, or its source cannot be reached at first
     */
    boolean over() {
        boolean over = true;
        for (IngestPipeline pipeline : ingest.pipelines()) {
            PipelineStatus status = pipeline.status();
            tell(
                    status.name() + ": source " + status.source().type(),
                    status.source().state());
            for (SinkStatus sink : status.sinks()) {
                tell(status.name() + ": sink " + sink.name(), sink.state());
            }
            refuseFailure(status);
            over &= over(status);
        }
        return over;
    }

    private void tell(String part, PartState state) {
        String text = text(state);
        if (!text.equals(told.put(part, text))) {
            switch (state) {
                case PartState.Failed _ -> log.error("{} {}", part, text);
                case PartState.BackingOff _ -> log.warn("{} {}", part, text);
                case PartState.Starting _,
                        PartState.Running _,
                        PartState.Paused _,
                        PartState.Stopped _,
                        PartState.Ended _ -> log.info("{} {}", part, text);
            }
        }
    }

    private static String text(PartState state) {
        return switch (state) {
            case PartState.Failed failed -> "failed: " + failed.cause();
            case PartState.BackingOff waiting -> "tries again after: " + waiting.cause();
            case PartState.Starting _,
                    PartState.Running _,
                    PartState.Paused _,
                    PartState.Stopped _,
                    PartState.Ended _ -> state.text();
        };
    }

    private void refuseFailure(PipelineStatus status) {
        FeedAccount feed = status.source().feed();
        switch (status.source().state()) {
            case PartState.Failed failed -> throw gone(status.name(), failed.cause());
            case PartState.BackingOff waiting -> refuseFirst(status.name(), waiting.cause());
            case PartState.Running _ -> {
                // a feed runs before its subscription is confirmed; whatever comes second is data, or a heartbeat
                if (feed == null || feed.messages() > 1) {
                    connected.add(status.name());
                } else if (feed.connects() == 0 && feed.lastError() != null) {
                    refuseFirst(status.name(), feed.lastError());
                }
            }
            case PartState.Ended _, PartState.Starting _, PartState.Paused _, PartState.Stopped _ -> {}
        }
        for (SinkStatus sink : status.sinks()) {
            if (sink.state() instanceof PartState.Failed failed) {
                throw new ListenFailure(
                        ExitCode.FAILED, status.name() + ": sink " + sink.name() + " has failed: " + failed.cause());
            }
        }
    }

    private ListenFailure gone(String pipeline, String cause) {
        return connected.contains(pipeline)
                ? new ListenFailure(ExitCode.FAILED, pipeline + ": source has failed: " + cause)
                : first(pipeline, cause);
    }

    private void refuseFirst(String pipeline, String cause) {
        if (!keepTrying && !connected.contains(pipeline)) {
            throw first(pipeline, cause);
        }
    }

    private static ListenFailure first(String pipeline, String cause) {
        return new ListenFailure(ExitCode.FAILED, "Failed to connect to source: " + cause + " (" + pipeline + ")");
    }

    private static boolean over(PipelineStatus status) {
        return status.source().state() instanceof PartState.Ended
                && status.sinks().stream().allMatch(sink -> sink.lagRows() == 0);
    }
}
