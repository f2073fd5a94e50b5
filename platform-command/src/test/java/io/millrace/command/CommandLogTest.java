package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class CommandLogTest {

    private final StringWriter console = new StringWriter();
    private final Logger log = LoggerFactory.getLogger("test");

    @TempDir
    private Path folder = Path.of("unset");

    @AfterEach
    void close() {
        CommandLog.open(LogLevel.ERROR, LogForm.LEVEL, null, null);
    }

    @Test
    void isFoundBySlf4jAndSaysNothingUntilItIsOpened() {
        assertThat(log).isInstanceOf(CommandLogger.class);
        assertThat(log.isErrorEnabled()).isFalse();

        CommandLog.open(LogLevel.WARN, LogForm.LEVEL, new PrintWriter(console), null);
        log.info("not told");
        log.warn("{} of {}", 1, 2);

        assertThat(console.toString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN 1 of 2\\R");
    }

    @Test
    void hasTheFormOfThePrototypeToo() {
        CommandLog.open(LogLevel.INFO, LogForm.TIME, new PrintWriter(console), null);
        log.info("text");

        assertThat(console.toString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} text\\R");
    }

    @Test
    void hasTheFormOfListenToo() {
        CommandLog.open(LogLevel.INFO, LogForm.JSON, new PrintWriter(console), null);
        log.warn("a \"word\"\n");
        log.error("broken", new IllegalStateException("why"));

        String head = "\\{\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00\","
                + "\"system\":\"streaming_analytics_demo\",\"level\":\"";
        assertThat(console.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(head
                                        + "WARNING\",\"logger\":\"test\",\"message\":\"a \\\\\"word\\\\\"\\\\n\"}"),
                        line -> assertThat(line)
                                .matches(head + "ERROR\",\"logger\":\"test\",\"message\":\"broken\",\"exception\":\""
                                        + "java.lang.IllegalStateException: why\\\\n\\\\tat .*\"}"));
    }

    @Test
    void writesToAFileWhoseFolderItMakes() throws Exception {
        Path file = folder.resolve("logs/a.log");
        CommandLog.open(LogLevel.INFO, LogForm.LEVEL, new PrintWriter(console), file);
        log.error("broken", new IllegalStateException("why", new IllegalArgumentException("deeper")));

        assertThat(Files.readString(file))
                .isEqualTo(console.toString())
                .contains("ERROR broken", "IllegalStateException: why", "\tat ", "Caused by: ", "deeper");
    }

    @Test
    void tellsAFileThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("a.log");

        assertThatThrownBy(() -> CommandLog.open(LogLevel.INFO, LogForm.LEVEL, null, file))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot write the log " + file);
    }
}
