package io.millrace.service.app;

import jakarta.inject.Singleton;

/** The live page of a service, {@code page/index.html} of its resources. */
@Singleton
public final class PageText {

    private volatile String read = "";

    /** The page. */
    public String html() {
        // read when it is first asked for: not every service has one
        String html = read;
        if (html.isEmpty()) {
            html = ResourceText.of("page/index.html");
            read = html;
        }
        return html;
    }
}
