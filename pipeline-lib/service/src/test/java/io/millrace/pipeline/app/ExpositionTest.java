package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.meter.MeterName;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code /q/metrics} says is what is documented, and adds up at each element. */
@QuarkusTest
@Timeout(60)
final class ExpositionTest {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)\\{(.*?),?} (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private record Sample(String name, Map<String, String> labels, double value) {}

    @Test
    void hasEveryMeterWithItsLabels() {
        List<Sample> samples = samples();
        for (ElementMeter meter : ElementMeter.values()) {
            assertThat(samples)
                    .as(meter.prometheus())
                    .filteredOn(sample -> sample.name().equals(meter.prometheus()))
                    .isNotEmpty()
                    .allSatisfy(sample -> assertThat(sample.labels().keySet())
                            .containsExactlyInAnyOrder(meter.tags().split(", ")));
        }
        assertThat(samples.stream().map(Sample::name))
                .contains("pipeline_success_time_sum", "module_waiting_time_sum", "modules_registry_servers");
        String text = given().get("/q/metrics").asString();
        assertThat(text).contains("modules_pipelines ", "modules_instances ", "modules_results_missed_total ");
        for (MeterName meter : ServiceMeter.values()) {
            assertThat(text).contains(meter.prometheus());
        }
    }

    @Test
    void addsUpAtEachElement() {
        String document = """
                pipelines:
                  summed:
                    controllers:
                      - {name: first, mode: order-by-sequence, workers: 2, queue-size: 100, modules: [test-act]}
                      - {name: second, mode: no-order, workers: 2, queue-size: 100, modules: [test-stamp]}
                """;
        given().body(document).post("/api/v1/pipelines").then().statusCode(201);
        for (String act : List.of("", "exit", "", "fail", "")) {
            given().contentType("application/json")
                    .body("{\"do\": \"" + act + "\"}")
                    .post("/api/v1/pipelines/summed/execute")
                    .then()
                    .statusCode(200);
        }
        List<Sample> samples = samples().stream()
                .filter(sample -> "summed".equals(sample.labels().get("pipeline_name")))
                .toList();

        assertThat(value(samples, "pipeline_input_flowrate_total", "pipeline_name", "summed"))
                .isEqualTo(5);
        assertThat(value(samples, "pipeline_output_flowrate_total", "pipeline_name", "summed"))
                .isEqualTo(3);
        assertThat(value(samples, "pipeline_success_time_count", "pipeline_name", "summed"))
                .isEqualTo(3);
        assertThat(value(samples, "pipeline_success_time_sum", "pipeline_name", "summed"))
                .isBetween(1e-6, 60.0);
        // the reference's phases never count errors
        assertThat(value(samples, "phase_error_flowrate_total", "controller_name", "first"))
                .isEqualTo(1);
        assertThat(value(samples, "module_exit_flowrate_total", "controller_name", "first"))
                .isEqualTo(1);
        for (String element : List.of("pipeline", "controller", "phase", "module")) {
            assertThat(sums(samples, element, "input")).isNotEmpty().isEqualTo(ends(samples, element));
        }
        given().delete("/api/v1/pipelines/summed").then().statusCode(204);
    }

    /** What came to each element, by its labels. */
    private static Map<String, Double> sums(List<Sample> samples, String element, String what) {
        Map<String, Double> sums = new TreeMap<>();
        samples.stream()
                .filter(sample -> sample.name().equals(element + "_" + what + "_flowrate_total"))
                .forEach(sample -> sums.put(new TreeMap<>(sample.labels()).toString(), sample.value()));
        return sums;
    }

    private static Map<String, Double> ends(List<Sample> samples, String element) {
        Map<String, Double> ends = new TreeMap<>();
        Stream.of("output", "exit", "overflow", "outdated", "error")
                .flatMap(what -> sums(samples, element, what).entrySet().stream())
                .forEach(one -> ends.merge(one.getKey(), one.getValue(), Double::sum));
        return ends;
    }

    private static double value(List<Sample> samples, String name, String label, String value) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name)
                        && value.equals(sample.labels().get(label)))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static List<Sample> samples() {
        return SAMPLE.matcher(given().get("/q/metrics").asString())
                .results()
                .map(found -> new Sample(found.group(1), labels(found.group(2)), Double.parseDouble(found.group(3))))
                .toList();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }
}
