package io.millrace.mq.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Deployment;
import io.millrace.service.testkit.Repository;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds what {@code deploy} says about the message queues to their own configuration. */
final class DeploymentTest {

    private static final Deployment DEPLOYMENT = Deployment.of("mq");
    private static final String UDP_PORT = Deployment.defaultOf(MqConfig.class, "udpPort");

    @Test
    void thePortsOfTheContainerAreThePortsOfTheService() {
        assertThat(UDP_PORT).isEqualTo("10000");
        DEPLOYMENT.hasPorts("udp-mq/service/src/main/resources", UDP_PORT + "/udp");
        DEPLOYMENT.hasVariable("QUARKUS_HTTP_PORT", "5002");
        DEPLOYMENT.hasVariable("MQ_UDP_HOST", "0.0.0.0");
        DEPLOYMENT.hasVariable("MQ_UDP_PORT", UDP_PORT);
    }

    @Test
    void theSampleListensWhereTheVariablesSay() {
        assertThat(Repository.text("udp-mq/service/src/main/resources/sample-topology.yaml"))
                .contains("${udp-host:127.0.0.1}:${udp-port:" + UDP_PORT + "}");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        DEPLOYMENT.variablesAreSettingsOf(MqConfig.class, "MQ_TOPOLOGY", "MQ_UDP_PORT");
    }

    @Test
    void theTopologyAndWhatLiesBesideItAreOnTheVolume() {
        String topology = DEPLOYMENT.mount() + "/topology.yaml";

        DEPLOYMENT.worksOnItsVolume();
        DEPLOYMENT.hasVariable("MQ_TOPOLOGY", topology);
        assertThat(DEPLOYMENT.dockerfile()).contains(" " + topology + "\n");
    }

    @Test
    void kafkaIsPinnedAndChecked() {
        Object kafka = DEPLOYMENT.beside("kafka");

        DEPLOYMENT.isPinnedAndChecked("kafka", "apache/kafka");
        assertThat(Deployment.lines(kafka, "profiles")).isEqualTo(List.of("kafka"));
        assertThat(Deployment.lines(kafka, "ports")).containsExactly("127.0.0.1:9092:9092");
        assertThat(Deployment.variables(kafka).get("KAFKA_ADVERTISED_LISTENERS"))
                .contains("HOST://127.0.0.1:9092")
                .contains("INSIDE://kafka:9094");
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        DEPLOYMENT.imageIsMadeOf("udp-mq/service/target/quarkus-app", "udp-mq/command/target/mq-command.jar");
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() {
        DEPLOYMENT.hasTimeToStop();
    }
}
