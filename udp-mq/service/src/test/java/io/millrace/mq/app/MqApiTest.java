package io.millrace.mq.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.millrace.mq.topology.TopologyRun;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class MqApiTest {

    @Inject
    TopologyRun run;

    @Test
    void answersThePythonClientAndShowsItsMessages() throws Exception {
        assertThat(udp("1fPUT:from-python")).isEqualTo("1cPUT 11 bytes");

        given().get("/queues/default").then().statusCode(200).body("depth", equalTo(1));
        assertThat(udp("13GET")).isEqualTo("1bfrom-python");
    }

    private String udp(String frame) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5_000);
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(
                    bytes, bytes.length, run.queueNode("default").orElseThrow().address()));
            DatagramPacket reply = new DatagramPacket(new byte[100], 100);
            socket.receive(reply);
            return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void putsLeasesAndAcknowledges() {
        put("work", "{\"messages\": [{\"text\": \"a\", \"id\": \"1\"}, {\"text\": \"b:c\"}]}")
                .body("stored", equalTo(2));

        JsonPath leased = post("/queues/work/leases", "{\"max\": 5}");
        assertThat(leased.getList("messages.text")).asString().isEqualTo("[a, b:c]");
        String first = leased.getString("messages[0].lease");
        given().delete("/queues/work/leases/" + first).then().statusCode(204);
        given().delete("/queues/work/leases/" + first)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("has run out"));
        given().post("/queues/work/leases/" + leased.getString("messages[1].lease") + "/nak")
                .then()
                .statusCode(204);

        JsonPath again = post("/queues/work/leases", "");
        assertThat(again.getString("messages[0].text")).isEqualTo("b:c");
        assertThat(again.getInt("messages[0].deliveries")).isEqualTo(2);
    }

    @Test
    void listsAndRedrivesDeadLetters() {
        given().contentType("text/plain")
                .body("bad")
                .post("/queues/sick/messages")
                .then()
                .statusCode(200);
        String lease = post("/queues/sick/leases", "").getString("messages[0].lease");
        given().body("{\"reason\": \"no such symbol\"}")
                .post("/queues/sick/leases/" + lease + "/reject")
                .then()
                .statusCode(204);

        for (int look = 0; look < 2; look++) {
            given().get("/queues/sick/dead")
                    .then()
                    .body("messages.size()", equalTo(1))
                    .body("messages[0].text", equalTo("bad"))
                    .body("messages[0].reason", containsString("no such symbol"));
        }
        assertThat(post("/queues/sick/dead/redrive", "").getInt("redriven")).isEqualTo(1);
        given().get("/queues/sick").then().body("depth", equalTo(1)).body("dead", equalTo(0));
    }

    @Test
    void namesWhatIsWrongWithARequest() {
        put("x", "{\"messages\": []}", 400).body("detail", startsWith("messages must be a list of 1 to 1000"));
        put("x", "{\"messages\": [{\"text\": \"a\"}, {\"body\": \"b\"}]}", 400)
                .body("detail", startsWith("messages[1].body"));
        put("x", "{", 400).body("detail", startsWith("the body is not JSON"));
        given().contentType("text/plain")
                .body(new byte[] {(byte) 0xff})
                .post("/queues/x/messages")
                .then()
                .statusCode(400)
                .body("detail", equalTo("the body is not UTF-8 text"));
        put("no name", "{\"text\": \"a\"}", 400).body("detail", containsString("a queue's name is"));
        put("y", "{\"text\": \"" + "x".repeat(70_000) + "\"}", 422).body("detail", containsString("too large"));
        given().body("{\"max\": 0}")
                .post("/queues/default/leases")
                .then()
                .statusCode(400)
                .body("detail", equalTo("max must be from 1 to 1000, was 0"));
        given().get("/queues/nowhere").then().statusCode(404).body("type", equalTo("urn:problem:not-found"));
        given().get("/topology/diagram?format=png").then().statusCode(400);
    }

    @Test
    void takesPostsOfTheHubAndShowsTheirNodes() {
        given().body("""
                        {"pipeline_key": "NODE_1", "t1": 1795178943.4263413, "t0": 1795178942.4244177, "topics": {"latency_bins": {"0.001": 4}, "throughput_out": {"1795178942": 4}}}""").post("/post").then().statusCode(200);

        given().get("/hub/NODE_1").then().body("state", equalTo("live")).body("per_second", equalTo(4));
        String line = given().queryParam("limit", 2)
                .get("/streams/status")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        JsonPath status = JsonPath.from(line.lines().skip(1).findFirst().orElseThrow());
        assertThat(status.getString("nodes.find { it.name == 'NODE_1' }.latency.p50"))
                .isEqualTo("1000.0");
        given().body("{\"pipeline_key\": \"NODE_1\"}")
                .post("/post")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("t0"));
        given().get("/hub/NODE_7").then().statusCode(404);
    }

    @Test
    void drawsTheGraph() {
        given().get("/topology").then().body("edges.name", hasItem("default"));
        given().get("/topology/diagram").then().body(startsWith("flowchart"));
        given().accept("text/vnd.graphviz").get("/topology/diagram").then().body(startsWith("digraph"));
    }

    @Test
    void isReadyAndHasAPage() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().accept("text/html").get("/").then().body(containsString("id=\"graph\""));
        given().get("/q/openapi").then().body(containsString("/queues/{name}/leases"));
        given().get("/history").then().statusCode(200);
    }

    private static ValidatableResponse put(String queue, String body) {
        return put(queue, body, 200);
    }

    private static ValidatableResponse put(String queue, String body, int status) {
        return given().contentType("application/json")
                .body(body)
                .post("/queues/{name}/messages", queue)
                .then()
                .statusCode(status);
    }

    private static JsonPath post(String path, String body) {
        return given().body(body).post(path).then().statusCode(200).extract().jsonPath();
    }
}
