package io.millrace.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

    /** The reference's own example. */
    static final ErrorRecord REFERENCE = new ErrorRecord(
            "Error-a87d..",
            "ValueError",
            "Test Error",
            List.of(
                    "Traceback (most recent call last):",
                    "/path/file.py:155",
                    "/path/main.py:33",
                    "ValueError: Test Error"),
            "Thread-11 (_execute_with_result)",
            "ThreadPoolExecutor-6_2",
            140713513702976L,
            false,
            Map.of());

    @Test
    void isTheReferencesJsonToTheByte() {
        assertThat(ErrorText.of(REFERENCE))
                .isEqualTo("{\"message\":\"Test Error\",\"id\":\"Error-a87d..\",\"type\":\"ValueError\","
                        + "\"traceback\":[\"Traceback (most recent call last):\",\"/path/file.py:155\","
                        + "\"/path/main.py:33\",\"ValueError: Test Error\"],"
                        + "\"thread\":\"Thread-11 (_execute_with_result)\","
                        + "\"start_context\":\"ThreadPoolExecutor-6_2\",\"thread_id\":140713513702976,"
                        + "\"is_daemon\":false}");
    }

    @Test
    void leavesOutWhatIsSwitchedOff() {
        assertThat(ErrorText.of(
                        REFERENCE, ErrorTextOptions.DEFAULT.withTraceback(false).withThread(false)))
                .isEqualTo("{\"message\":\"Test Error\",\"id\":\"Error-a87d..\",\"type\":\"ValueError\"}");
    }

    @Test
    void showsVersionsOfLibrariesWhenAsked() throws Exception {
        ErrorTextOptions options = ErrorTextOptions.DEFAULT.withModuleVersions(true);
        JsonNode here = new ObjectMapper().readTree(ErrorText.of(REFERENCE, options));
        assertThat(here.at("/module_versions/java").asText())
                .isEqualTo(Runtime.version().toString());

        ErrorRecord remote = new ErrorRecord(
                "Error-1", "E", "", List.of(), "t", "N/A", 1, true, Map.of("numpy", "2.1", "cbor", "5"));
        assertThat(ErrorText.of(remote, options)).endsWith("\"module_versions\":{\"cbor\":\"5\",\"numpy\":\"2.1\"}}");
    }

    /** BUG 18 of the reference: the variables of a process never travel. */
    @Test
    void neverShowsVariablesOfTheProcess() {
        String secret = "sesame-4711";
        String text = ErrorText.of(failing(secret.length()), ErrorTextOptions.DEFAULT.withModuleVersions(true));
        assertThat(text)
                .doesNotContain("environment_vars", "global_vars", "local_vars")
                .doesNotContain(System.getenv("PATH"));
    }

    private static ErrorRecord failing(int length) {
        try {
            throw new IllegalStateException("wrong length " + length);
        } catch (IllegalStateException e) {
            return Errors.of(e);
        }
    }
}
