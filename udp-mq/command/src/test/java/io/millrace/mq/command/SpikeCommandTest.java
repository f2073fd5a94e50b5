package io.millrace.mq.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.Lifetime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SpikeCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Lifetime lifetime = new Lifetime(Duration.ofSeconds(15));

    private int run(String... words) {
        CommandLine commands = MqCommand.commandLine(lifetime)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return commands.execute(words);
    }

    @Test
    void standsInFrontOfAnAddressUntilItIsTold() {
        lifetime.stop();
        assertThat(run("spike", "--address", "127.0.0.1:0", "--drop", "0.1", "--direction", "answers"))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatIsNoProbability() {
        assertThat(run("spike", "--address", "127.0.0.1:0", "--garble", "1.5")).isEqualTo(2);
        assertThat(err.toString()).contains("spike: garbling must be from 0 to 1, was 1.5");
    }

    @Test
    void saysWhichTargetDoesNotResolve() {
        assertThat(run("spike", "--address", "127.0.0.1:0", "--target", "no.such.host.invalid:1"))
                .isNotZero();
        assertThat(err.toString()).contains("no.such.host.invalid");
    }

    @Test
    void isListedInTheHelp() {
        assertThat(run("spike", "--help")).isZero();
        assertThat(out.toString()).contains("--drop", "--duplicate", "--reorder", "--garble", "--seed");
    }
}
