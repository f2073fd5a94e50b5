package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class MeterBoardTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterBoard board = new MeterBoard(registry);

    @Test
    void setsSeriesAgainAndRemovesThoseThatAreNotSet() {
        round("running", 5);
        assertThat(registry.get("ingest.sink.rows").functionCounter().count()).isEqualTo(5);
        round("failed", 9);

        assertThat(registry.get("ingest.sink.rows").functionCounter().count()).isEqualTo(9);
        assertThat(registry.find("ingest.source.state").meters())
                .extracting(Meter::getId)
                .singleElement()
                .satisfies(id -> assertThat(id.getTag("state")).isEqualTo("failed"));
    }

    private void round(String state, int rows) {
        board.begin();
        board.set(IngestMeter.SOURCE_STATE, Tags.of("state", state), 1);
        board.set(IngestMeter.SINK_ROWS, Tags.of("sink", "file"), rows);
        board.end();
    }
}
