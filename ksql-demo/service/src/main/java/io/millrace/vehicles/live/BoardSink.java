package io.millrace.vehicles.live;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.vehicles.hfp.VehiclePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Puts messages of vehicles on a board. Writing one again changes nothing: the key is vehicle and time. */
public final class BoardSink implements Sink<VehiclePosition> {

    private final VehicleBoard board;
    private final LongAdder nowhere = new LongAdder();

    /** A sink above that board. */
    public BoardSink(VehicleBoard board) {
        this.board = requireNonNull(board, "board is null");
    }

    @Override
    public void open() {
        // the board is in this process
    }

    @Override
    public void write(List<Record<VehiclePosition>> batch) {
        List<LivePosition> positions = new ArrayList<>(batch.size());
        for (Record<VehiclePosition> message : batch) {
            LivePosition position = LivePosition.of(message.value());
            if (position != null) {
                positions.add(position);
            }
        }
        nowhere.add(batch.size() - positions.size());
        board.apply(positions);
    }

    /** Messages that did not say where their vehicle is. */
    public long nowhere() {
        return nowhere.sum();
    }

    @Override
    public void close() {
        // the board stays
    }
}
