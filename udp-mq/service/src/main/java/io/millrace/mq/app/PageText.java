package io.millrace.mq.app;

import jakarta.inject.Singleton;

/** The live page. */
@Singleton
final class PageText {

    private final String html = ResourceText.of("/page/index.html");

    String html() {
        return html;
    }
}
