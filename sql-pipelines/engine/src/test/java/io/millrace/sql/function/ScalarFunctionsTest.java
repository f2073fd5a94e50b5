package io.millrace.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScalarFunctionsTest {

    @Test
    void smoke() {
        assertThat(Sql.constant("plus", "1::uint8", "2::uint8")).isEqualTo("3::uint16");
        assertThat(Sql.column("concat", "device", "3")).isEqualTo("device3::string");
    }
}
