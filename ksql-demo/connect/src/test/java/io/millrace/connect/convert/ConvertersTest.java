package io.millrace.connect.convert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Definition;
import io.millrace.connect.config.References;
import io.millrace.connect.config.Setting;
import io.millrace.connect.config.Values;
import io.millrace.core.failure.PoisonException;
import io.millrace.ksql.format.AvroSchemas;
import io.millrace.ksql.format.LocalSchemas;
import io.millrace.ksql.type.SqlType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConvertersTest {

    private static final byte[] PAYLOAD = "{\"VP\":{\"desi\":\"Matinkylä\"}}".getBytes(StandardCharsets.UTF_8);

    private static Converter converter(String name, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of("value.converter", name));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("value.converter." + more[i], more[i + 1]);
        }
        Definition definition = new Definition(
                List.of(Setting.required("value.converter", Setting.Form.CLASS, "")),
                List.of("value.converter."),
                List.of(),
                Map.of());
        Values values = definition
                .read(new ConnectorConfig("c", settings, null), new References(_ -> null, Pattern.compile("x")))
                .values();
        try (Converters all = new Converters(null)) {
            return all.of("value.converter", values);
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return new String(requireNonNull(bytes), StandardCharsets.UTF_8);
    }

    @Test
    void writesPayloadsInAvroAsTheEngineReadsSingleValues() {
        Converter avro = converter("io.confluent.connect.avro.AvroConverter");
        byte[] written = avro.write("bus_raw-value", PAYLOAD);

        ByteBuffer framed = ByteBuffer.wrap(written);
        assertThat(framed.get()).isZero();
        assertThat(framed.getInt()).isEqualTo(LocalSchemas.number(AvroSchemas.single(SqlType.Scalar.BYTES)));
        // Avro's length of bytes: zigzag, here in one byte
        assertThat(framed.get()).isEqualTo((byte) (2 * PAYLOAD.length));
        assertThat(framed.remaining()).isEqualTo(PAYLOAD.length);
        assertThat(avro.read(written)).isEqualTo(PAYLOAD);
    }

    @Test
    void keepsTextAndNullInEveryForm() {
        for (String name : List.of("StringConverter", "JsonConverter", "AvroConverter")) {
            Converter converter = converter(name);
            assertThat(converter.read(converter.write("s", "60.1|24.9|1 ä"))).isEqualTo("60.1|24.9|1 ä");
            assertThat(converter.write("s", null)).isNull();
            assertThat(converter.read(null)).isNull();
        }
    }

    @Test
    void keepsBytesWhereTheFormHasThem() {
        for (String name : List.of("ByteArrayConverter", "JsonConverter", "AvroConverter")) {
            Converter converter = converter(name);
            assertThat(converter.read(converter.write("s", new byte[] {0, -1, 7})))
                    .isEqualTo(new byte[] {0, -1, 7});
        }
        assertThat(text(converter("StringConverter").write("s", PAYLOAD))).isEqualTo(text(PAYLOAD));
    }

    @Test
    void writesTheEnvelopeOfSchemasUnlessToldNotTo() {
        assertThat(text(converter("JsonConverter").write("s", "x")))
                .isEqualTo("{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"x\"}");
        Converter plain = converter("JsonConverter", "schemas.enable", "false");
        assertThat(text(plain.write("s", "x"))).isEqualTo("\"x\"");
        assertThat(plain.read("{\"a\":[1,null]}".getBytes(StandardCharsets.UTF_8)))
                .hasToString("{a=[1, null]}");
    }

    @Test
    void refusesWhatIsNotOfItsForm() {
        byte[] torn = {(byte) 0xc3};
        assertThatThrownBy(() -> converter("StringConverter").read(torn))
                .isInstanceOf(PoisonException.class)
                .hasMessage("it is not UTF-8 text");
        assertThatThrownBy(() -> converter("AvroConverter").read(PAYLOAD))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("its first byte is 123");
        assertThatThrownBy(() -> converter("AvroConverter").read(new byte[] {0, 0, 0, 0, 1, 2}))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("Avro schema 1 is unknown");
        assertThatThrownBy(() -> converter("JsonConverter").read(PAYLOAD))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("set schemas.enable to false");
        assertThatThrownBy(() -> converter("JsonConverter").read("{".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("it is not JSON");
        assertThatThrownBy(() -> converter("ByteArrayConverter").write("s", "x"))
                .isInstanceOf(PoisonException.class)
                .hasMessage("ByteArrayConverter writes bytes, not a String");
    }
}
