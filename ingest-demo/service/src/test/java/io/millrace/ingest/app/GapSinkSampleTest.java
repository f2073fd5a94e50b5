package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Repository;
import org.junit.jupiter.api.Test;

/** The sink of {@code docs/ingest-feed.md} is that of the first document. */
final class GapSinkSampleTest {

    private static final String FENCE = "```";

    @Test
    void isTheSinkOfTheFirstDocument() {
        String page = Repository.text("docs/ingest-feed.md");
        int from = page.indexOf(FENCE + "yaml\ngaps:") + FENCE.length() + "yaml\n".length();
        String sink = page.substring(from, page.indexOf(FENCE, from));
        assertThat(Repository.text("ingest-demo/service/src/main/resources/sample-pipelines.yaml"))
                .contains(sink.indent(6));
    }
}
