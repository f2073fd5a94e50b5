package io.millrace.vehicles.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.Subscription;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;
import io.millrace.vehicles.live.FilterReader;
import io.millrace.vehicles.live.FollowMode;
import io.millrace.vehicles.live.PositionRow;
import io.millrace.vehicles.live.VehicleBoard;
import io.millrace.vehicles.live.VehicleFilter;

/** Vehicles that somebody follows, as streams. */
final class FollowStreams implements StreamProvider {

    private final VehicleBoard board;

    FollowStreams(VehicleBoard board) {
        this.board = board;
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        if (request.overflow() != null && request.overflow() != Overflow.LATEST_BY_KEY) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "parameter overflow is '%s', must be latest-by-key: what waits for a reader is the latest of each vehicle"
                            .formatted(request.overflow().text()));
        }
        FilterReader asked = new FilterReader(request.query());
        return new Feed(board, asked.filter(), asked.mode() != FollowMode.FOLLOW);
    }

    private record Feed(VehicleBoard board, VehicleFilter filter, boolean snapshot) implements StreamFeed {

        @Override
        public String schemaJson() {
            return PositionRow.SCHEMA;
        }

        @Override
        public Overflow overflow() {
            return Overflow.LATEST_BY_KEY;
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            return board.follow(filter, snapshot, wakeUp);
        }

        @Override
        public void close() {}
    }
}
