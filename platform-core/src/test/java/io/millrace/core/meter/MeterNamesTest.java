package io.millrace.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MeterNamesTest {

    @Test
    void areDocumented() throws IOException {
        DocumentedMeters.check("core", MeterNames.values());
    }

    @Test
    void areDottedNounsInLowerCase() {
        assertThat(MeterNames.values())
                .allSatisfy(name -> assertThat(name.meter()).matches("pipeline(\\.[a-z]+)+"));
    }

    @Test
    void knowTheirSeriesInPrometheus() {
        assertThat(MeterNames.RECORDS_READ.prometheus()).isEqualTo("pipeline_records_read_total");
        assertThat(MeterNames.POLL.prometheus()).isEqualTo("pipeline_poll_seconds_count");
        assertThat(MeterNames.LAG.prometheus()).isEqualTo("pipeline_lag_seconds");
        assertThat(MeterNames.QUEUE_DEPTH.prometheus()).isEqualTo("pipeline_queue_depth");
    }

    @Test
    void renewOnlyTheirSectionOfTheDocument() {
        String page =
                "# A\n<!-- meters: a -->\nold\n<!-- /meters: a -->\n<!-- meters: b -->\nkept\n<!-- /meters: b -->\n";
        String renewed = MeterTable.renew(page, "a", List.of(MeterNames.RUNNING));
        assertThat(renewed)
                .startsWith("# A\n<!-- meters: a -->\n\n| Meter |")
                .contains("| `pipeline.running` | `pipeline_running` | gauge | pipeline | 1 while")
                .endsWith("<!-- /meters: a -->\n<!-- meters: b -->\nkept\n<!-- /meters: b -->\n")
                .doesNotContain("old");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeterTable.renew(page, "c", List.of()))
                .withMessageContaining("<!-- meters: c -->");
    }
}
