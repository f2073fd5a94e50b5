package io.millrace.vehicles.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.ConfigPage;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VehiclesConfigTest {

    @Test
    void hasDefaultsForEverything() {
        VehiclesConfig config = config(Map.of());

        assertThat(config.feed()).isTrue();
        assertThat(config.pageSize()).isEqualTo(10_000);
        assertThat(config.mqtt().server()).isEmpty();
        assertThat(config.mqtt().port()).isEqualTo(1883);
        assertThat(config.mqtt().topics()).containsExactly("/hfp/v2/journey/ongoing/#");
        assertThat(config.mqtt().clientId()).isEmpty();
        assertThat(config.mqtt().user()).isEmpty();
        assertThat(config.mqtt().password()).isEmpty();
        assertThat(config.simulator().vehicles()).isEqualTo(300);
        assertThat(config.simulator().seed()).isEqualTo(1);
        assertThat(config.board().maxVehicles()).isEqualTo(20_000);
        assertThat(config.board().expiry()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.board().maxAhead()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.board().trailPoints()).isEqualTo(120);
        assertThat(config.board().trailGap()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.channels()).isTrue();
        assertThat(config.data()).isEmpty();
        assertThat(config.kafka().partitions()).isEqualTo(4);
        assertThat(config.ksql().enabled()).isTrue();
        assertThat(config.ksql().files()).containsExactly("classpath:sql/streams.sql", "classpath:sql/current.sql");
        assertThat(config.ksql().serviceId()).isEqualTo("vehicles_");
        assertThat(config.ksql().stateDir()).isEmpty();
        assertThat(config.ksql().standbys()).isZero();
        assertThat(config.ksql().threads()).isEqualTo(1);
        assertThat(config.ksql().host()).isEqualTo("127.0.0.1");
        assertThat(config.ksql().port()).isEqualTo(8_088);
        assertThat(config.ksql().advertised()).isEmpty();
        assertThat(config.ksql().schemaRegistry()).isEmpty();
        assertThat(config.kafka().enabled()).isTrue();
        assertThat(config.kafka().servers()).isEmpty();
        assertThat(config.kafka().port()).isEqualTo(9092);
        assertThat(config.kafka().raw()).isEqualTo("bus_raw");
        assertThat(config.kafka().dead()).isEqualTo("bus_raw_dead");
        assertThat(config.kafka().current()).isEqualTo("bus_current");
        assertThat(config.kafka().group()).isEqualTo("vehicles-service");
        assertThat(config.redis().embedded()).isTrue();
        assertThat(config.redis().port()).isEqualTo(6379);
        assertThat(config.redis().server()).isEmpty();
        assertThat(config.redis().database()).isEqualTo(1);
        assertThat(config.redis().password()).isEmpty();
        assertThat(config.redis().connections()).isEqualTo(8);
        assertThat(config.redis().maxKeys()).isEqualTo(100_000);
        assertThat(config.ksqldb().servers()).isEmpty();
        assertThat(config.ksqldb().server()).isEqualTo("ksqldb-server");
        assertThat(config.ksqldb().table()).isEqualTo("bus_current");
        assertThat(config.ksqldb().http2()).isFalse();
        assertThat(config.ksqldb().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.ksqldb().maxLag()).isEqualTo(100);
        assertThat(config.ksqldb().maxRows()).isEqualTo(100_000);
        assertThat(config.connect().enabled()).isTrue();
        assertThat(config.connect().host()).isEqualTo("127.0.0.1");
        assertThat(config.connect().port()).isEqualTo(8083);
        assertThat(config.connect().files()).isEmpty();
        assertThat(config.connect().configTopic()).isEqualTo("_millrace-connect-configs");
        assertThat(config.connect().keyConverter()).isEqualTo("StringConverter");
        assertThat(config.connect().valueConverter()).isEqualTo("ByteArrayConverter");
        assertThat(config.connect().schemaRegistry()).isEmpty();
        assertThat(config.connect().fileFolder()).isEmpty();
        assertThat(config.connect().references()).isEqualTo("VEHICLES_.*");
        assertThat(config.map().tiles()).isEmpty();
        assertThat(config.map().attribution()).isEqualTo("© OpenStreetMap contributors");
    }

    @Test
    void takesEverySetting() {
        VehiclesConfig config = config(Map.ofEntries(
                Map.entry("vehicles.feed", "false"),
                Map.entry("vehicles.page-size", "50"),
                Map.entry("vehicles.mqtt.server", "mqtts://mqtt.hsl.fi:8883"),
                Map.entry("vehicles.mqtt.port", "0"),
                Map.entry("vehicles.mqtt.topics", "/hfp/v2/a/#,/hfp/v2/b/#"),
                Map.entry("vehicles.mqtt.client-id", "me"),
                Map.entry("vehicles.mqtt.user", "u"),
                Map.entry("vehicles.mqtt.password", "p"),
                Map.entry("vehicles.simulator.vehicles", "2000"),
                Map.entry("vehicles.simulator.seed", "7"),
                Map.entry("vehicles.board.max-vehicles", "10"),
                Map.entry("vehicles.board.expiry", "1m"),
                Map.entry("vehicles.board.max-ahead", "2s"),
                Map.entry("vehicles.board.trail-points", "3"),
                Map.entry("vehicles.board.trail-gap", "4s"),
                Map.entry("vehicles.channels", "false"),
                Map.entry("vehicles.data", "kept"),
                Map.entry("vehicles.kafka.partitions", "3"),
                Map.entry("vehicles.ksql.enabled", "false"),
                Map.entry("vehicles.ksql.files", "one.sql,two.sql"),
                Map.entry("vehicles.ksql.service-id", "other_"),
                Map.entry("vehicles.ksql.state-dir", "state"),
                Map.entry("vehicles.ksql.standbys", "1"),
                Map.entry("vehicles.ksql.threads", "2"),
                Map.entry("vehicles.ksql.host", "0.0.0.0"),
                Map.entry("vehicles.ksql.port", "8089"),
                Map.entry("vehicles.ksql.advertised", "http://me:8089"),
                Map.entry("vehicles.ksql.schema-registry", "http://registry:8081"),
                Map.entry("vehicles.kafka.enabled", "false"),
                Map.entry("vehicles.kafka.servers", "a:9092,b:9092"),
                Map.entry("vehicles.kafka.port", "0"),
                Map.entry("vehicles.kafka.raw", "r"),
                Map.entry("vehicles.kafka.dead", "d"),
                Map.entry("vehicles.kafka.current", "c"),
                Map.entry("vehicles.kafka.group", "g"),
                Map.entry("vehicles.redis.embedded", "false"),
                Map.entry("vehicles.redis.port", "0"),
                Map.entry("vehicles.redis.server", "redis://there:6379"),
                Map.entry("vehicles.redis.database", "2"),
                Map.entry("vehicles.redis.password", "r"),
                Map.entry("vehicles.redis.connections", "3"),
                Map.entry("vehicles.redis.max-keys", "4"),
                Map.entry("vehicles.ksqldb.servers.one", "http://one:8088"),
                Map.entry("vehicles.ksqldb.server", "one"),
                Map.entry("vehicles.ksqldb.table", "other"),
                Map.entry("vehicles.ksqldb.http2", "true"),
                Map.entry("vehicles.ksqldb.timeout", "3s"),
                Map.entry("vehicles.ksqldb.max-lag", "5"),
                Map.entry("vehicles.ksqldb.max-rows", "6"),
                Map.entry("vehicles.connect.enabled", "false"),
                Map.entry("vehicles.connect.host", "0.0.0.0"),
                Map.entry("vehicles.connect.port", "0"),
                Map.entry("vehicles.connect.files", "one.json,more"),
                Map.entry("vehicles.connect.config-topic", "configs"),
                Map.entry("vehicles.connect.key-converter", "JsonConverter"),
                Map.entry("vehicles.connect.value-converter", "AvroConverter"),
                Map.entry("vehicles.connect.schema-registry", "http://registry:8081"),
                Map.entry("vehicles.connect.file-folder", "lines"),
                Map.entry("vehicles.connect.references", "MINE_.*"),
                Map.entry("vehicles.map.tiles", "https://tiles/{z}/{x}/{y}.png"),
                Map.entry("vehicles.map.attribution", "them")));

        assertThat(config.feed()).isFalse();
        assertThat(config.pageSize()).isEqualTo(50);
        assertThat(config.mqtt().server()).contains(URI.create("mqtts://mqtt.hsl.fi:8883"));
        assertThat(config.mqtt().port()).isZero();
        assertThat(config.mqtt().topics()).hasSize(2);
        assertThat(config.mqtt().clientId()).contains("me");
        assertThat(config.mqtt().user()).contains("u");
        assertThat(config.mqtt().password()).contains("p");
        assertThat(config.simulator().vehicles()).isEqualTo(2_000);
        assertThat(config.simulator().seed()).isEqualTo(7);
        assertThat(config.board().maxVehicles()).isEqualTo(10);
        assertThat(config.board().expiry()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.board().maxAhead()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.board().trailPoints()).isEqualTo(3);
        assertThat(config.board().trailGap()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.channels()).isFalse();
        assertThat(config.data()).contains(Path.of("kept"));
        assertThat(config.kafka().partitions()).isEqualTo(3);
        assertThat(config.ksql().enabled()).isFalse();
        assertThat(config.ksql().files()).containsExactly("one.sql", "two.sql");
        assertThat(config.ksql().serviceId()).isEqualTo("other_");
        assertThat(config.ksql().stateDir()).contains(Path.of("state"));
        assertThat(config.ksql().standbys()).isEqualTo(1);
        assertThat(config.ksql().threads()).isEqualTo(2);
        assertThat(config.ksql().host()).isEqualTo("0.0.0.0");
        assertThat(config.ksql().port()).isEqualTo(8_089);
        assertThat(config.ksql().advertised()).contains(URI.create("http://me:8089"));
        assertThat(config.ksql().schemaRegistry()).contains(URI.create("http://registry:8081"));
        assertThat(config.kafka().enabled()).isFalse();
        assertThat(config.kafka().servers()).contains("a:9092,b:9092");
        assertThat(config.kafka().port()).isZero();
        assertThat(config.kafka().raw()).isEqualTo("r");
        assertThat(config.kafka().dead()).isEqualTo("d");
        assertThat(config.kafka().current()).isEqualTo("c");
        assertThat(config.kafka().group()).isEqualTo("g");
        assertThat(config.redis().embedded()).isFalse();
        assertThat(config.redis().port()).isZero();
        assertThat(config.redis().server()).contains(URI.create("redis://there:6379"));
        assertThat(config.redis().database()).isEqualTo(2);
        assertThat(config.redis().password()).contains("r");
        assertThat(config.redis().connections()).isEqualTo(3);
        assertThat(config.redis().maxKeys()).isEqualTo(4);
        assertThat(config.ksqldb().servers()).containsExactly(Map.entry("one", URI.create("http://one:8088")));
        assertThat(config.ksqldb().server()).isEqualTo("one");
        assertThat(config.ksqldb().table()).isEqualTo("other");
        assertThat(config.ksqldb().http2()).isTrue();
        assertThat(config.ksqldb().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.ksqldb().maxLag()).isEqualTo(5);
        assertThat(config.ksqldb().maxRows()).isEqualTo(6);
        assertThat(config.connect().enabled()).isFalse();
        assertThat(config.connect().host()).isEqualTo("0.0.0.0");
        assertThat(config.connect().port()).isZero();
        assertThat(config.connect().files()).contains(List.of(Path.of("one.json"), Path.of("more")));
        assertThat(config.connect().configTopic()).isEqualTo("configs");
        assertThat(config.connect().keyConverter()).isEqualTo("JsonConverter");
        assertThat(config.connect().valueConverter()).isEqualTo("AvroConverter");
        assertThat(config.connect().schemaRegistry()).contains(URI.create("http://registry:8081"));
        assertThat(config.connect().fileFolder()).contains(Path.of("lines"));
        assertThat(config.connect().references()).isEqualTo("MINE_.*");
        assertThat(config.map().tiles()).contains("https://tiles/{z}/{x}/{y}.png");
        assertThat(config.map().attribution()).isEqualTo("them");
    }

    @Test
    void isDocumented() throws IOException {
        ConfigPage.check(
                VehiclesConfig.class, "vehicles", "the vehicles service", "ksql-demo/service", "vehicles.mqtt.server");
    }

    private static VehiclesConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(VehiclesConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(VehiclesConfig.class);
    }
}
