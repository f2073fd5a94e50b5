package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClickHouseSinkSettingsTest {

    private static final ClickHouseSinkSettings USUAL =
            ClickHouseSinkSettings.of("localhost", 8123, "demo", "ticker", "me", "hush hush");

    @Test
    void showsNoPassword() {
        assertThat(USUAL.withSettings(Map.of("max_threads", "hidden")).toString())
                .contains("http://localhost:8123", "demo.ticker", "me", "max_threads")
                .doesNotContain("hush", "hidden");
    }

    @Test
    void refusesSettingsThatItsPromisesRestOn() {
        assertThatThrownBy(() -> USUAL.withSettings(Map.of("async_insert", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("async_insert");
        assertThatThrownBy(() -> USUAL.withSettings(Map.of("x = 1, y", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x = 1, y");
    }

    @Test
    void refusesPlacesThatCannotBe() {
        assertThatThrownBy(() -> ClickHouseSinkSettings.of("localhost", 0, "d", "t", "u", ""))
                .hasMessage("port must be from 1 to 65535, was 0");
        assertThatThrownBy(() -> ClickHouseSinkSettings.of("localhost", 1, " ", "t", "u", ""))
                .hasMessageContaining("must not be blank");
        assertThatThrownBy(() -> USUAL.with(true, null)).hasMessage("create needs a definition of the table");
    }

    @Test
    void refusesTablesThatCannotBe() {
        assertThatThrownBy(() -> ClickHouseColumn.of("a", "Array(String)"))
                .hasMessageContaining("column a: type must be one of")
                .hasMessageContaining("was Array(String)");
        ClickHouseColumn a = ClickHouseColumn.of("a", "String");
        assertThatThrownBy(() -> new ClickHouseTable(List.of(a, a), List.of())).hasMessageContaining("different names");
        assertThatThrownBy(() -> new ClickHouseTable(List.of(a), List.of("b"))).hasMessageContaining("was [b]");
        assertThatThrownBy(() -> new ClickHouseTable(List.of(), List.of())).hasMessageContaining("at least one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Array(String)",
                "Decimal(0, 0)",
                "Decimal(10, 11)",
                "DateTime64(10)",
                "Nullable(Map(String, String))",
                "UInt128",
                "Nothing"
            })
    void knowsWhichTypesItCannotWrite(String type) {
        assertThat(ColumnEncoders.of(type)).isNull();
    }
}
