package io.millrace.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.meter.MeterName;
import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class MeterTest {

    @Test
    void everyMeterOfPipelinesIsDocumented() throws IOException {
        DocumentedMeters.check("module-pipelines", ElementMeter.values());
    }

    @Test
    void everyMeterOfTheServiceIsDocumented() throws IOException {
        DocumentedMeters.check("module-service", ServiceMeter.values());
    }

    /** Its table: each element with its counters, times and gauges. */
    @Test
    void hasEveryMeterOfTheReference() {
        List<String> outcomes = List.of("success", "exit", "overflow", "outdated", "error");
        List<String> few = List.of("success", "exit", "error");
        Set<String> wanted = new TreeSet<>();
        wanted.addAll(meters("pipeline", outcomes, List.of(), List.of("processing")));
        wanted.addAll(meters(
                "controller",
                outcomes,
                List.of("input_waiting", "output_waiting"),
                List.of("processing", "input_waiting", "output_waiting")));
        wanted.addAll(meters("phase", few, List.of(), List.of("processing")));
        wanted.addAll(meters("module", few, List.of("waiting"), List.of("processing", "waiting")));

        assertThat(wanted).hasSize(12 + 16 + 8 + 10);
        assertThat(Arrays.stream(ElementMeter.values()).map(MeterName::prometheus))
                .containsAll(wanted)
                .doesNotContain("phase_overflow_flowrate_total", "module_outdated_flowrate_total");
    }

    private static List<String> meters(String element, List<String> outcomes, List<String> waits, List<String> gauges) {
        List<String> names = new ArrayList<>(List.of(element + "_input_flowrate_total"));
        for (String outcome : outcomes) {
            names.add(element + "_" + (outcome.equals("success") ? "output" : outcome) + "_flowrate_total");
            names.add(element + "_" + outcome + "_time_count");
        }
        waits.forEach(wait -> names.add(element + "_" + wait + "_time_count"));
        gauges.forEach(gauge -> names.add(element + "_" + gauge + "_counter"));
        return names;
    }
}
