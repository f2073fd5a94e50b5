package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    private final StringWriter told = new StringWriter();

    private int of(Exception failure) {
        return ExitCode.of(failure, "play", new PrintWriter(told));
    }

    @Test
    void whatTheUserGaveIsWrong() {
        assertThat(of(new InvalidRequestException(Reason.MALFORMED, "line 1: no name\nline 2: no port")))
                .isEqualTo(ExitCode.WRONG);
        assertThat(of(new IllegalArgumentException("rate is 0, must be more"))).isEqualTo(ExitCode.WRONG);
        assertThat(told.toString().lines())
                .containsExactly("play: line 1: no name", "play: line 2: no port", "play: rate is 0, must be more");
    }

    @Test
    void whatHasFailedIsToldInOneLine() {
        assertThat(of(new FatalException("no broker at 127.0.0.1:1"))).isEqualTo(ExitCode.FAILED);
        assertThat(told.toString().lines()).containsExactly("play: no broker at 127.0.0.1:1");
    }

    @Test
    void aDefectIsToldAsOne() {
        assertThat(of(new IllegalStateException("never"))).isEqualTo(ExitCode.FAILED);
        assertThat(told.toString().lines()).containsExactly("play: unexpected java.lang.IllegalStateException: never");
    }
}
