package io.millrace.service.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A service's page in an installed Chromium, which all tests of a class look at. */
public final class LivePage {

    private @Nullable Chromium browser;

    /**
     * Shows the page unless it is shown already. The test is left out where no Chromium is installed.
     *
     * @param folder for the browser's profile; empty
     */
    public void show(URI page, Path folder) throws Exception {
        Path program = Chromium.installed().orElse(null);
        assumeTrue(program != null, "no Chromium is installed");
        if (browser == null && program != null) {
            browser = Chromium.open(program, folder, page);
            // a new browser shows an empty page first
            String loaded = page.getAuthority() + " complete";
            Await.until(() -> loaded.equals(state()));
        }
    }

    private String state() {
        try {
            return evaluate("location.host + ' ' + document.readyState");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The result of a piece of JavaScript as text; a promise is awaited, up to thirty seconds. */
    public String evaluate(String script) throws Exception {
        Chromium open = browser;
        if (open == null) {
            throw new AssertionError("no browser");
        }
        return open.evaluate(script);
    }

    /**
     * What a piece of JavaScript hands to {@code done}. Beside it there are {@code wait(milliseconds)}, which is
     * awaited, and {@code text(id)}, the text of an element.
     */
    public String script(String body) throws Exception {
        return evaluate("""
                new Promise(async (done, fail) => {
                  const wait = ms => new Promise(r => setTimeout(r, ms));
                  const text = id => document.getElementById(id)?.textContent ?? '';
                  try {
                    %s
                  } catch (e) {
                    fail(e);
                  }
                })""".formatted(body));
    }

    /**
     * Whether the page fits a screen 360 pixels wide.
     *
     * @param shown selects an element that is there when the page has something to show
     * @return {@code fits}, or how wide it is
     */
    public String onANarrowScreen(String shown) throws Exception {
        return script("""
                const frame = document.createElement('iframe');
                frame.style.cssText = 'width:360px;height:700px';
                frame.src = '/';
                document.body.append(frame);
                while (!frame.contentDocument?.querySelector('%s')) await wait(50);
                const page = frame.contentDocument.documentElement;
                const answer = page.scrollWidth <= 360 ? 'fits' : 'is ' + page.scrollWidth + ' wide';
                frame.remove();
                done(answer);
                """.formatted(shown));
    }

    /** Ends the browser. */
    public void close() throws InterruptedException {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }
}
