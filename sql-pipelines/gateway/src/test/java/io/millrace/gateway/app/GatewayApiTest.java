package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path of the reference system, and every way to ask for something wrong. */
@QuarkusTest
@QuarkusTestResource(SampleFile.class)
class GatewayApiTest {

    @TestHTTPResource("/")
    URI base = URI.create("http://unset");

    private GatewayClient client = new GatewayClient(base);

    @BeforeEach
    void connect() {
        client = new GatewayClient(base);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void theRootIsALineOfJsonForProgramsAndAPageForBrowsers() throws Exception {
        assertThat(client.get("/").body()).isEqualTo("{\"info\":\"proton query to websocket\"}");
        HttpResponse<String> page = client.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=utf-8");
        assertThat(page.body()).startsWith("<!doctype html>").doesNotContain("src=\"http");
    }

    @Test
    void theConfigurationNeverShowsThePassword() throws Exception {
        HttpResponse<String> response = client.get("/config");

        assertThat(response.body()).doesNotContain("open-sesame");
        JsonNode config = GatewayClient.json(response);
        assertThat(config.get("password").asText()).isEqualTo("***");
        assertThat(config.get("host").asText()).isEqualTo("127.0.0.1");
        assertThat(config.get("port").asInt()).isEqualTo(1);
        assertThat(config.get("pipelines").findValuesAsText("name")).contains("pipeline1", "pipeline2", "pipeline3");
        assertThat(config.at("/file/state").asText()).isEqualTo("ok");
    }

    @Test
    void pipelinesAreListedInFileOrderAndFoundByName() throws Exception {
        JsonNode list = GatewayClient.json(client.get("/pipelines"));
        assertThat(list.findValuesAsText("name"))
                .startsWith("pipeline1", "pipeline2", "pipeline3", "wrong", "far", "tiny");

        HttpResponse<String> one = client.get("/pipelines/pipeline3");
        assertThat(one.body()).isEqualTo("{\"name\":\"pipeline3\",\"sqls\":[\"SELECT 1\\n\"]}");
        assertThat(one.headers().firstValue("etag"))
                .hasValueSatisfying(tag -> assertThat(tag).matches("\"[0-9a-f]{16}\""));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /pipelines/nope",
        "DELETE, /pipelines/nope",
        "GET, /queries/nope",
        "GET, /pipelines/nope/explain",
    })
    void anUnknownPipelineIs404WithTheTextOfTheReference(String method, String path) throws Exception {
        assertProblem(client.send(method, path, null), 404, "pipeline not found");
    }

    @Test
    void aPipelineIsCreatedReadReplacedAndDeletedAndTheFileKeepsItsComments() throws Exception {
        String body = "{\"name\":\"made here\",\"sqls\":[\"SELECT 7 AS n\"]}";

        HttpResponse<String> created = client.send("POST", "/pipelines", body);
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(created.body()).isEqualTo(body);
        assertThat(client.get("/queries/made%20here").body()).isEqualTo("{\"n\": 7}\n");
        assertThat(SampleFile.PATH)
                .content()
                .startsWith(SampleFile.HEAD)
                .contains("# kept wrong on purpose", "- name: made here");
        assertProblem(client.send("POST", "/pipelines", body), 400, "pipeline exist");

        String tag = created.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> replaced =
                client.send("PUT", "/pipelines/made%20here", "{\"sqls\":[\"SELECT 8 AS n\"]}", "If-Match", tag);
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(client.get("/queries/made%20here").body()).isEqualTo("{\"n\": 8}\n");
        assertThat(client.send("PUT", "/pipelines/made%20here", "{\"sqls\":[\"SELECT 9\"]}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(412);

        HttpResponse<String> deleted = client.send("DELETE", "/pipelines/made%20here", null);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertProblem(client.send("DELETE", "/pipelines/made%20here", null), 404, "pipeline not found");
        assertThat(SampleFile.PATH).content().doesNotContain("made here");
    }

    @Test
    void aDryRunOnlyChecks() throws Exception {
        String before = Files.readString(SampleFile.PATH);

        JsonNode plan = GatewayClient.json(
                client.send("POST", "/pipelines?dryRun=true", "{\"name\":\"dry\",\"sqls\":[\"SELECT 1 AS n\"]}"));
        assertThat(plan.at("/columns/0").toString()).isEqualTo("{\"name\":\"n\",\"type\":\"uint8\"}");
        assertThat(plan.get("bounded").asBoolean()).isTrue();
        assertThat(plan.get("plan").asText()).isNotBlank();
        assertThat(client.send("PUT", "/pipelines/pipeline3?dryRun=true", "{\"sqls\":[\"SELECT 2\"]}")
                        .statusCode())
                .isEqualTo(200);

        assertProblem(client.get("/queries/dry"), 404, "pipeline not found");
        assertThat(client.get("/queries/pipeline3").body()).isEqualTo("{\"1\": 1}\n");
        assertThat(Files.readString(SampleFile.PATH)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'x'} | sqls",
                "{'sqls':['SELECT 1']} | name",
                "{'name':'x','sqls':[]} | sqls",
                "{'name':'','sqls':['SELECT 1']} | name",
                "{'name':'a/b','sqls':['SELECT 1']} | name",
                "{'name':'x','sqls':'SELECT 1'} | sqls",
                "{'name':'x','sqls':[7]} | sqls[0]",
                "{'name':'x','sqls':['SELECT 1'],'colour':'red'} | colour",
                "['x'] | ''",
                "{'name': | ''",
                "'' | ''",
            })
    void aBodyThatIsWrongIs422AndSaysWhere(String body, String path) throws Exception {
        HttpResponse<String> response = client.send("POST", "/pipelines", body.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(GatewayClient.json(response).at("/problems/0/path").asText()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['SELEC 1']",
                "['SELECT no_such_function(1)']",
                "['CREATE STREAM s(i int)', 'SELECT j FROM s']",
                "['CREATE STREAM s(i int)']",
                "['SELECT 1', 'SELECT 2']",
                "['SELECT 1; SELECT 2']",
                "['SELECT 1 FROM nowhere']",
                "['CREATE STREAM s(i int)', 'INSERT INTO s(i) VALUES (now())x', 'SELECT i FROM s']",
            })
    void sqlThatIsWrongIsRefusedAtCreation(String sqls) throws Exception {
        HttpResponse<String> response =
                client.send("POST", "/pipelines", "{\"name\":\"bad\",\"sqls\":" + sqls.replace('\'', '"') + "}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(GatewayClient.json(response).get("detail").asText()).isNotBlank();
        assertThat(client.get("/pipelines/bad").statusCode()).isEqualTo(404);
    }

    @Test
    void aSyntaxErrorSaysWhereWhatStandsThereAndWhatCould() throws Exception {
        JsonNode problem = GatewayClient.json(client.send(
                "POST",
                "/pipelines?dryRun=true",
                "{\"name\":\"bad\",\"sqls\":[\"CREATE STREAM s(i int)\",\"SELECT i\\nFORM s WHERE\"]}"));

        assertThat(problem.get("code").asInt()).isEqualTo(62);
        assertThat(problem.get("statement").asInt()).isEqualTo(2);
        assertThat(problem.get("line").asInt()).isEqualTo(2);
        assertThat(problem.has("column")).isTrue();
        assertThat(problem.has("found")).isTrue();
        assertThat(problem.has("expected")).isTrue();
    }

    @Test
    void pipelinesOfTheFileThatAreWrongAreListedWithTheirProblemAndAnswer422() throws Exception {
        JsonNode wrong = GatewayClient.json(client.get("/pipelines/wrong"));
        assertThat(wrong.at("/problem/status").asInt()).isEqualTo(422);

        assertThat(client.get("/queries/wrong").statusCode()).isEqualTo(422);
        assertThat(client.get("/pipelines/wrong/explain").statusCode()).isEqualTo(422);
        assertProblem(client.get("/queries/far"), 503, "cannot connect to Proton at 127.0.0.1:1: connection refused");
        HttpResponse<String> ready = client.get("/q/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("wrong, far");
        assertThat(GatewayClient.json(ready).findValue("proton").asText())
                .isEqualTo("DOWN: cannot connect to Proton at 127.0.0.1:1: connection refused");
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws Exception {
        String body = "{\"name\":\"big\",\"sqls\":[\"SELECT '" + "x".repeat(2 << 20) + "'\"]}";

        assertThat(client.send("POST", "/pipelines", body).statusCode()).isEqualTo(413);
    }

    @Test
    void theInterfaceIsDescribedWithItsStreams() throws Exception {
        assertThat(client.get("/docs").statusCode()).isEqualTo(307);
        assertThat(client.get("/redoc").statusCode()).isEqualTo(307);
        assertThat(client.get("/openapi.json").headers().firstValue("location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/q/openapi?format=json"));
        JsonNode paths =
                GatewayClient.json(client.get("/q/openapi?format=json")).get("paths");
        assertThat(paths.fieldNames())
                .toIterable()
                .contains(
                        "/",
                        "/config",
                        "/pipelines",
                        "/pipelines/{name}",
                        "/pipelines/{name}/explain",
                        "/queries",
                        "/queries/{name}");
        assertThat(paths.get("/queries/{name}").fieldNames()).toIterable().containsExactlyInAnyOrder("get", "delete");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(GatewayClient.json(response).get("detail").asText()).isEqualTo(detail);
    }
}
