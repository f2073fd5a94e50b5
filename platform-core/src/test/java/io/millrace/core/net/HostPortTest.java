package io.millrace.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:10000, 127.0.0.1, 10000",
        "modules.local:0, modules.local, 0",
        "[::1]:65535, ::1, 65535",
        "[fe80::1%eth0]:1, fe80::1%eth0, 1"
    })
    void readsWhatItPrints(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "localhost",
                "localhost:",
                ":1",
                "::1",
                "::1:5",
                "[]:1",
                "[::1]",
                "[::1]5",
                "a b:1",
                " a:1",
                "a:1 ",
                "a:x",
                "a:1.5",
                "a:99999999999"
            })
    void refusesWhatIsNoAddressAndSaysHowOneLooks(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("an address is host:port, such as 127.0.0.1:10000, not '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesPortsThatAreNone(int port) {
        assertThatThrownBy(() -> HostPort.parse("localhost:" + port))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("a port is 0 to 65535, not " + port);
    }

    @Test
    void looksUpHosts() {
        assertThat(HostPort.parse("[::1]:5").resolve().getAddress()).isEqualTo(InetAddress.ofLiteral("::1"));
        assertThatThrownBy(() -> new HostPort("nobody.invalid", 5).resolve())
                .isInstanceOf(FatalException.class)
                .hasMessage("cannot resolve host 'nobody.invalid' of nobody.invalid:5");
    }
}
