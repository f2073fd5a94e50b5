package io.millrace.mq.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.LivePage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, with a graph that plays ping-pong. */
@Tag("browser")
@QuarkusTest
@TestProfile(PongProfile.class)
@Timeout(120)
class LivePageIT {

    private static final LivePage PAGE = new LivePage();

    @TempDir
    static Path profile = Path.of("unset");

    @TestHTTPResource("/")
    URI page = URI.create("http://unset");

    @BeforeEach
    void open() throws Exception {
        given().body("""
                        {"pipeline_key": "NODE_9", "t0": 1, "t1": 2, "topics": {"latency_bins": {"0.1": 1}, "throughput_out": {"1": 1}}}""").post("/post").then().statusCode(200);
        PAGE.show(page, profile);
    }

    @AfterAll
    static void close() throws InterruptedException {
        PAGE.close();
    }

    @Test
    void showsTheGraphAndRatesThatMove() throws Exception {
        assertThat(PAGE.evaluate("""
                        new Promise(async done => {
                          const wait = ms => new Promise(r => setTimeout(r, ms));
                          const rates = () => [...document.querySelectorAll('#graph g')].map(g => g.textContent).join(' ');
                          while (!/[1-9][0-9.k,]* in, /.test(rates())) await wait(50);
                          const before = document.body.dataset.time;
                          while (document.body.dataset.time === before) await wait(50);
                          done([...document.querySelectorAll('#graph g text.name')].map(t => t.textContent).sort().join(' ')
                            + ', arrows ' + document.querySelectorAll('#graph .arrow').length
                            + ', ' + document.getElementById('state').textContent);
                        })""")).startsWith("NODE_9 here pinger ponger there, arrows 4, live");
    }

    @Test
    void fitsANarrowScreen() throws Exception {
        assertThat(PAGE.onANarrowScreen("#graph g")).isEqualTo("fits");
    }
}
