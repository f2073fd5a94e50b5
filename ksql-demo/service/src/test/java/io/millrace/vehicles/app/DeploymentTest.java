package io.millrace.vehicles.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Deployment;
import io.millrace.service.testkit.Repository;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds what {@code deploy} says about the live vehicles to their own configuration, and to the engines beside them.
 */
final class DeploymentTest {

    private static final Deployment DEPLOYMENT = Deployment.of("vehicles");

    @Test
    void thePortOfTheContainerIsThePortOfTheService() {
        DEPLOYMENT.hasPorts("ksql-demo/service/src/main/resources");
        DEPLOYMENT.hasVariable("QUARKUS_HTTP_PORT", "8000");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        DEPLOYMENT.variablesAreSettingsOf(VehiclesConfig.class, "VEHICLES_KAFKA_SERVERS", "VEHICLES_KSQL_ENABLED");
        assertThat(DEPLOYMENT.environment())
                .containsEntry("VEHICLES_KSQL_ENABLED", "false")
                .containsEntry("VEHICLES_CHANNELS", "${VEHICLES_CHANNELS:-true}");
    }

    @Test
    void whatIsKeptLiesOnTheVolume() {
        DEPLOYMENT.worksOnItsVolume();
        DEPLOYMENT.hasVariable("VEHICLES_DATA", DEPLOYMENT.mount());
    }

    /** The statements that run in ksqlDB are the files that run in the process. */
    @Test
    void ksqlDbRunsTheStatementsOfTheService() {
        String mount =
                Deployment.lines(DEPLOYMENT.beside("ksqldb-cli"), "volumes").getFirst();
        String script =
                Deployment.lines(DEPLOYMENT.beside("ksqldb-cli"), "entrypoint").getLast();
        String folder = "deploy/compose/" + mount.substring(0, mount.indexOf(':'));
        List<String> files = Arrays.stream(
                        Deployment.defaultOf(VehiclesConfig.Ksql.class, "files").split(",", -1))
                .map(file -> file.replaceFirst("^classpath:sql/(\\w+)\\.sql$", "$1"))
                .toList();

        assertThat(mount).endsWith(":/ksqldb:ro");
        assertThat(script).contains("for file in " + String.join(" ", files) + ";", "/ksqldb/$$file.sql");
        assertThat(files)
                .allSatisfy(file -> assertThat(Repository.path(folder + "/" + file + ".sql"))
                        .isRegularFile());
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        DEPLOYMENT.imageIsMadeOf(
                "ksql-demo/service/target/quarkus-app", "ksql-demo/command/target/vehicles-command.jar");
        assertThat(Repository.text("ksql-demo/command/pom.xml")).contains("<finalName>vehicles-command<");
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() {
        DEPLOYMENT.hasTimeToStop();
    }

    @Test
    void enginesArePinnedAndChecked() {
        DEPLOYMENT.isPinnedAndChecked("mosquitto", "eclipse-mosquitto");
        DEPLOYMENT.isPinnedAndChecked("broker", "apache/kafka");
        DEPLOYMENT.isPinnedAndChecked("redis", "redis");
        DEPLOYMENT.isPinnedAndChecked("ksqldb-server", "confluentinc/ksqldb-server");
        DEPLOYMENT.isPinnedAndChecked("ksqldb-server2", "confluentinc/ksqldb-server");
        DEPLOYMENT.isPinnedAndChecked("connect", "confluentinc/cp-kafka-connect");
        for (String engine : List.of("mosquitto", "broker", "redis", "ksqldb-server", "ksqldb-server2", "connect")) {
            assertThat(Deployment.lines(DEPLOYMENT.beside(engine), "ports"))
                    .as(engine)
                    .singleElement()
                    .asString()
                    .startsWith("127.0.0.1:");
        }
    }

    @Test
    void theServiceFindsItsEngines() {
        Map<String, String> broker = Deployment.variables(DEPLOYMENT.beside("broker"));
        assertThat(DEPLOYMENT.environment())
                .containsEntry("VEHICLES_MQTT_SERVER", "${MQTT_SERVER:-tcp://mosquitto:1883}")
                .containsEntry("VEHICLES_KAFKA_SERVERS", "broker:9094")
                .containsEntry("VEHICLES_REDIS_SERVER", "redis://redis:6379");
        assertThat(broker.get("KAFKA_ADVERTISED_LISTENERS")).contains("INSIDE://broker:9094");
        assertThat(Deployment.lines(DEPLOYMENT.beside("mosquitto"), "ports").getFirst())
                .endsWith(":1883");
        assertThat(Deployment.lines(DEPLOYMENT.beside("redis"), "command"))
                .contains(DEPLOYMENT.environment().get("VEHICLES_REDIS_PASSWORD"));
        assertThat(Deployment.lines(DEPLOYMENT.beside("fleet"), "entrypoint"))
                .startsWith("vehicles-command", "fleet", "--broker", "tcp://mosquitto:1883");
    }

    /** Names that a request may choose are those of the two servers, which are one cluster. */
    @Test
    void ksqlDbIsChosenByTheNameOfItsContainer() {
        String options = DEPLOYMENT.environment().get("JAVA_TOOL_OPTIONS");
        for (String server : List.of("ksqldb-server", "ksqldb-server2")) {
            String address = "http://" + server + ":8088";
            Map<String, String> variables = Deployment.variables(DEPLOYMENT.beside(server));
            assertThat(options).contains("-Dvehicles.ksqldb.servers." + server + "=" + address);
            assertThat(variables)
                    .containsEntry("KSQL_KSQL_ADVERTISED_LISTENER", address)
                    .containsEntry("KSQL_KSQL_SERVICE_ID", "vehicles_")
                    .containsEntry("KSQL_BOOTSTRAP_SERVERS", "broker:9094");
        }
        assertThat(Deployment.defaultOf(VehiclesConfig.Ksqldb.class, "server")).isEqualTo("ksqldb-server");
    }
}
