package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.LivePage;
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

/** The page in a real browser, with trades of a simulated exchange. */
@Tag("browser")
@QuarkusTest
@Timeout(120)
class LivePageIT {

    private static final LivePage PAGE = new LivePage();

    @TempDir
    static Path profile = Path.of("unset");

    @TestHTTPResource("/")
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
    void showsPricesThatMoveAndWhetherAllIsThere() throws Exception {
        assertThat(PAGE.script("""
                        while (document.querySelectorAll('.price').length < 3) await wait(50);
                        const first = document.querySelector('.price .now').textContent;
                        while (document.querySelector('.price .now').textContent === first) await wait(50);
                        while (!document.querySelector('.price polyline').getAttribute('points')) await wait(50);
                        while (!/^[1-9]/.test(text('trades'))) await wait(50);
                        while (!/Complete|Catching up/.test(text('verdict'))) await wait(50);
                        done(text('state') + ', ' + document.querySelectorAll('#series tbody tr').length);
                        """)).isEqualTo("live, 3");
    }

    @Test
    void showsSourceBufferAndSinks() throws Exception {
        assertThat(PAGE.script("""
                        while (document.querySelectorAll('#sinks tbody tr').length < 3) await wait(50);
                        while (text('pipelineState') !== 'running') await wait(50);
                        const names = [...document.querySelectorAll('#sinks tbody tr')].map(row => row.cells[0].textContent);
                        done(names.join() + ', ' + /of .*iB/.test(text('bufferText')) + ', ' + [...document.querySelectorAll('#source dt')].map(e => e.textContent).includes('messages'));
                        """)).isEqualTo("duckdb,file,gaps, true, true");
    }

    @Test
    void pausesAndResumes() throws Exception {
        assertThat(PAGE.script("""
                        const press = name => document.querySelector(`[data-do=${name}]`).click();
                        while (text('pipelineState') !== 'running') await wait(50);
                        press('pause');
                        while (text('pipelineState') !== 'paused') await wait(50);
                        while (document.querySelector('[data-do=resume]').disabled) await wait(50);
                        press('resume');
                        while (text('pipelineState') !== 'running') await wait(50);
                        done('paused and resumed');
                        """)).isEqualTo("paused and resumed");
    }

    @Test
    void asksANamedQuery() throws Exception {
        assertThat(PAGE.script("""
                        const choice = document.getElementById('query');
                        while (choice.options.length < 3) await wait(50);
                        choice.value = 'trades_per_minute';
                        do {
                          document.getElementById('ask').click();
                          await wait(500);
                        } while (!(document.body.dataset.answer > 0));
                        done(document.querySelector('#answer th').textContent);
                        """)).isEqualTo("product_id");
    }

    @Test
    void fitsANarrowScreen() throws Exception {
        assertThat(PAGE.onANarrowScreen("#sinks tbody tr")).isEqualTo("fits");
    }
}
