package io.millrace.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.meter.MeterName;
import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import java.util.Arrays;
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

    @Test
    void namesAreThoseOfTheReference() {
        assertThat(Arrays.stream(ElementMeter.values()).map(MeterName::prometheus))
                .contains(
                        "pipeline_input_flowrate_total",
                        "pipeline_output_flowrate_total",
                        "pipeline_outdated_time_count",
                        "pipeline_processing_counter",
                        "controller_overflow_flowrate_total",
                        "controller_input_waiting_time_count",
                        "controller_output_waiting_time_count",
                        "controller_input_waiting_counter",
                        "controller_output_waiting_counter",
                        "phase_error_flowrate_total",
                        "phase_exit_time_count",
                        "module_waiting_time_count",
                        "module_waiting_counter")
                .doesNotContain("phase_overflow_flowrate_total", "module_outdated_flowrate_total");
    }
}
