package io.millrace.pipeline.app;

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

/** The live page in a real browser, with the sample pipelines. */
@Tag("browser")
@QuarkusTest
@TestProfile(SampleProfile.class)
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
    void showsTheGraphAndFiguresThatMove() throws Exception {
        assertThat(PAGE.evaluate("""
                        new Promise(async done => {
                          const wait = ms => new Promise(r => setTimeout(r, ms));
                          const first = () => document.querySelector('#graph .controller .counts .success')?.textContent ?? '';
                          while (!/^[1-9]/.test(first())) await wait(50);
                          const before = document.body.dataset.time;
                          while (document.body.dataset.time === before) await wait(50);
                          done([...document.querySelectorAll('#graph .head b')].map(b => b.textContent).join(' ')
                            + ', ' + document.getElementById('state').textContent);
                        })"""))
                .isEqualTo("controller1 c1-phase1 M-Validation controller2 c2-phase1 M-Condition true: M-Success"
                        + " false: M-Failure controller3 c3-phase1 M-Combination1 M-Combination2 M-RandomExit"
                        + " M-Transform M-External, live");
    }

    @Test
    void showsWhereAPackageSpentItsTime() throws Exception {
        assertThat(PAGE.evaluate("""
                        new Promise(async done => {
                          const wait = ms => new Promise(r => setTimeout(r, ms));
                          document.getElementById('send').requestSubmit();
                          const answer = document.getElementById('answer');
                          while (!/^[A-Z]+ in /.test(answer.textContent)) await wait(50);
                          while (!document.querySelector('#journey .label')) await wait(50);
                          const bars = [...document.querySelectorAll('#journey .seg.work')].filter(b => b.offsetWidth > 0);
                          done([...document.querySelectorAll('#journey .label.c')].map(l => l.textContent).join(' ')
                            + (bars.length ? ', bars' : ', no bars'));
                        })""")).isEqualTo("● controller1 ● controller2 ● controller3, bars");
    }

    @Test
    void fitsANarrowScreen() throws Exception {
        assertThat(PAGE.onANarrowScreen("#graph .box")).isEqualTo("fits");
    }
}
