package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DocumentTextTest {

    @Test
    void hasAVersionOfItsText() {
        assertThat(DocumentText.of("a: 1")).isEqualTo(DocumentText.of("a: 1"));
        assertThat(DocumentText.of("a: 1").version())
                .hasSize(16)
                .isNotEqualTo(DocumentText.of("a: 2").version());
    }

    @Test
    void opensOfTheEnvironmentWhatItUsesItself() {
        DocumentText document = DocumentText.of("url: ${WSS_URL}\npassword: '${PASSWORD}'\n");

        assertThat(document.used(Map.of("WSS_URL", "ws://a", "PASSWORD", "p", "MILLRACE_TOKEN", "secret")))
                .isEqualTo(Map.of("WSS_URL", "ws://a", "PASSWORD", "p"));
    }
}
