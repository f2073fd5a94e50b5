package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.LivePage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live page and an EventSource in a real browser. */
@Tag("browser")
@QuarkusTest
@QuarkusTestResource(SampleFile.class)
@Timeout(120)
class LivePageIT {

    private static final LivePage PAGE = new LivePage();

    @TempDir
    static Path profile = Path.of("unset");

    @TestHTTPResource("/#pipeline1")
    URI page = URI.create("http://unset");

    @BeforeEach
    void open() throws Exception {
        PAGE.show(page, profile);
    }

    @AfterAll
    static void close() throws InterruptedException {
        PAGE.close();
    }

    @Test
    void showsThePipelinesAndRowsThatMove() throws Exception {
        assertThat(PAGE.evaluate("""
                        new Promise(async done => {
                          const text = () => document.getElementById('rows')?.innerText || '';
                          const wait = ms => new Promise(r => setTimeout(r, ms));
                          while (!text().includes('device')) await wait(50);
                          const before = document.getElementById('count').textContent;
                          while (document.getElementById('count').textContent === before) await wait(50);
                          done([...document.querySelectorAll('.card .top')].map(card => card.firstChild.textContent).join(' '));
                        })""")).startsWith("pipeline1 pipeline2 pipeline3 wrong far tiny");
    }

    @Test
    void checksSqlInTheEditorAndShowsWhereItIsWrong() throws Exception {
        assertThat(PAGE.evaluate("""
                        new Promise(async done => {
                          await edit(null);
                          document.getElementById('name').value = 'browser';
                          document.querySelector('#editor textarea').value = 'SELECT 1 +';
                          document.getElementById('check').click();
                          while (!document.querySelector('#answer .trouble')) await new Promise(r => setTimeout(r, 50));
                          const text = document.querySelector('#answer .trouble').textContent;
                          document.getElementById('editor').close();
                          done(text);
                        })""")).contains("statement 1", "line 1", "column");
    }

    @Test
    void anEventSourceReadsAThousandPerSecond() throws Exception {
        String row = PAGE.evaluate("""
                new Promise((done, fail) => {
                  const source = new EventSource('/queries/pipeline2');
                  let rows = 0;
                  source.onmessage = event => { if (rows++ === 1) { source.close(); done(event.data); } };
                  source.addEventListener('error', event => { source.close(); fail(event.data); });
                })""");

        assertThat(GatewayClient.json(row).get("count").asLong()).isEqualTo(1000);
    }
}
