package io.millrace.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageTextTest {

    private static final ErrorRecord ERROR = ErrorTextTest.REFERENCE;

    /** The reference's own example, with its identifiers shortened as there. */
    @Test
    void isTheReferencesJsonToTheByte() {
        assertThat(PackageText.of(packageOf("VALUE9", Status.SUCCESS, Optional.empty(), List.of())))
                .isEqualTo("{\"id\":\"DP-1757..\",\"pipeline_id\":\"P-20b3..\",\"pipeline_name\":\"test-pipeline\","
                        + "\"pipeline_instance_id\":\"PI-99cb..\",\"controllers\":[{\"id\":\"DP-C-d411..\","
                        + "\"controller_id\":\"C-1b44..\",\"controller_name\":\"controller1\","
                        + "\"mode\":\"ORDER_BY_SEQUENCE\",\"workers\":\"3\",\"sequence_number\":\"9\","
                        + "\"status\":\"Status.SUCCESS\",\"start_time\":\"1724423573.43\","
                        + "\"end_time\":\"1724423579.44\",\"input_waiting_time\":\"0.0004\","
                        + "\"output_waiting_time\":\"4.0015\",\"total_time\":\"6.0046\","
                        + "\"phases\":[{\"id\":\"DP-PP-..\",\"phase_id\":\"PP-..\",\"phase_name\":\"c1-phase1\","
                        + "\"status\":\"Status.SUCCESS\",\"start_time\":\"1724423573.43\","
                        + "\"end_time\":\"1724423575.44\",\"total_time\":\"2.0025\","
                        + "\"modules\":[{\"id\":\"DP-M-..\",\"module_id\":\"M-Transformation-..\","
                        + "\"module_name\":\"M-Transformation\",\"status\":\"Status.SUCCESS\","
                        + "\"start_time\":\"1724423573.43\",\"end_time\":\"1724423575.44\",\"waiting_time\":\"0.0\","
                        + "\"total_time\":\"2.0023\",\"sub_modules\":[],\"message\":\"Transformation succeeded\","
                        + "\"error\":\"None\"}]}]}],\"data\":\"VALUE9\",\"status\":\"Status.SUCCESS\","
                        + "\"start_time\":\"1724423573.43\",\"end_time\":\"1724423579.44\","
                        + "\"total_time\":\"6.0046\",\"errors\":[]}");
    }

    @Test
    void showsErrorsOfTheModuleAndOfThePackage() throws Exception {
        JsonNode json = parse(packageOf(null, Status.ERROR, Optional.of(ERROR), List.of(ERROR)));
        JsonNode error = json.at("/controllers/0/phases/0/modules/0/error");
        assertThat(error).isEqualTo(json.at("/errors/0"));
        assertThat(error.get("message").asText()).isEqualTo("Test Error");
        assertThat(error.get("traceback").get(1).asText()).isEqualTo("/path/file.py:155");
        assertThat(error.get("thread_id").isTextual()).isTrue();
        assertThat(error.get("is_daemon").asText()).isEqualTo("False");
        assertThat(json.get("data").asText()).isEqualTo("None");
    }

    @Test
    void keepsMapsAndListsOfTheDataWithLeavesAsTexts() throws Exception {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("key", "value4");
        data.put("condition", true);
        data.put("nothing", null);
        data.put("list", Arrays.asList(1, 2.5, null, List.of("x")));
        data.put("bytes", new byte[] {1, 2, 3});
        data.put("quote\"", "line\nbreak");
        assertThat(parse(packageOf(data, Status.RUNNING, Optional.empty(), List.of()))
                        .get("data")
                        .toString())
                .isEqualTo("{\"key\":\"value4\",\"condition\":\"True\",\"nothing\":\"None\","
                        + "\"list\":[\"1\",\"2.5\",\"None\",[\"x\"]],\"bytes\":\"AQID\","
                        + "\"quote\\\"\":\"line\\nbreak\"}");
    }

    @Test
    void showsObjectsOfTheUserAsTheirText() throws Exception {
        record Order(int id) {}
        assertThat(parse(packageOf(new Order(7), Status.RUNNING, Optional.empty(), List.of()))
                        .get("data")
                        .asText())
                .isEqualTo("Order[id=7]");
    }

    @Test
    void cutsTextsOfMoreThan1024Characters() {
        assertThat(Leaves.text("x".repeat(1024))).isEqualTo("x".repeat(1024));
        assertThat(Leaves.text("x".repeat(1025))).isEqualTo("x".repeat(1024) + "...");
        assertThat(Leaves.text("x".repeat(1023) + "\ud83d\ude00"))
                .as("never half a character")
                .isEqualTo("x".repeat(1023) + "...");
    }

    @Test
    void endsAtDataThatContainsItself() throws Exception {
        List<Object> data = new java.util.ArrayList<>();
        data.add(data);
        String json = PackageText.of(packageOf(data, Status.RUNNING, Optional.empty(), List.of()));
        assertThat(json).contains("[[\"...\"]]");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "0.1, 0.1",
        "1724423573.43, 1724423573.43",
        "0.0001, 0.0001",
        "0.00025, 0.00025",
        "0.00001, 1e-05",
        "1.5e-7, 1.5e-07",
        "1e7, 10000000.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.25e100, 1.25e+100",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void writesNumbersAsPythonDoes(double value, String text) {
        assertThat(Leaves.number(value)).isEqualTo(text);
    }

    private static JsonNode parse(PackageRecord record) throws Exception {
        return new ObjectMapper().readTree(PackageText.of(record));
    }

    private static PackageRecord packageOf(
            @Nullable Object data, Status status, Optional<ErrorRecord> error, List<ErrorRecord> errors) {
        ModuleRecord module = new ModuleRecord(
                "DP-M-..",
                "M-Transformation-..",
                "M-Transformation",
                status,
                1724423573.43,
                1724423575.44,
                0,
                2.0023,
                List.of(),
                "Transformation succeeded",
                error);
        PhaseRecord phase = new PhaseRecord(
                "DP-PP-..", "PP-..", "c1-phase1", status, 1724423573.43, 1724423575.44, 2.0025, List.of(module));
        ControllerRecord controller = new ControllerRecord(
                "DP-C-d411..",
                "C-1b44..",
                "controller1",
                "ORDER_BY_SEQUENCE",
                3,
                9,
                status,
                1724423573.43,
                1724423579.44,
                0.0004,
                4.0015,
                6.0046,
                List.of(phase));
        return new PackageRecord(
                "DP-1757..",
                "P-20b3..",
                "test-pipeline",
                "PI-99cb..",
                List.of(controller),
                data,
                status,
                1724423573.43,
                1724423579.44,
                6.0046,
                errors);
    }
}
