package io.millrace.ingest.live;

import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.PartState.BackingOff;
import io.millrace.ingest.status.PartState.Ended;
import io.millrace.ingest.status.PartState.Failed;
import io.millrace.ingest.status.PartState.Paused;
import io.millrace.ingest.status.PartState.Running;
import io.millrace.ingest.status.PartState.Starting;
import io.millrace.ingest.status.PartState.Stopped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a part does now.
 *
 * @param name one word: {@code backing-off}
 * @param since when it began to
 * @param cause what went wrong; null when nothing did
 * @param attempt the attempt that comes next, from 1; null unless it waits for one
 * @param until when that is; null unless it waits for one
 */
public record LiveState(
        String name,
        Instant since,
        @Nullable String cause,
        @Nullable Integer attempt,
        @Nullable Instant until) {

    static LiveState of(PartState state) {
        return switch (state) {
            case BackingOff wait ->
                new LiveState(state.text(), state.since(), wait.cause(), wait.attempt(), wait.until());
            case Failed failed -> new LiveState(state.text(), state.since(), failed.cause(), null, null);
            case Starting _, Running _, Paused _, Stopped _, Ended _ ->
                new LiveState(state.text(), state.since(), null, null, null);
        };
    }

    /** Whether a source does what a person wants of it: it works, has come to its end, or was told not to. */
    static boolean wanted(PartState state) {
        return switch (state) {
            case Running _, Paused _, Stopped _, Ended _ -> true;
            case Starting _, BackingOff _, Failed _ -> false;
        };
    }
}
