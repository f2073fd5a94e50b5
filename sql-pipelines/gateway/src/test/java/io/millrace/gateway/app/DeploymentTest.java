package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Deployment;
import org.junit.jupiter.api.Test;

/** Holds what {@code deploy} says about the gateway to the gateway's own configuration. */
final class DeploymentTest {

    private static final Deployment DEPLOYMENT = Deployment.of("gateway");

    @Test
    void thePortOfTheContainerIsThePortOfTheService() {
        DEPLOYMENT.hasPorts("sql-pipelines/gateway/src/main/resources");
        DEPLOYMENT.hasVariable("QUARKUS_HTTP_PORT", "5001");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        DEPLOYMENT.variablesAreSettingsOf(GatewayConfig.class, "GATEWAY_CONFIG");
    }

    @Test
    void thePipelineFileLiesOnTheVolume() {
        String file = DEPLOYMENT.mount() + "/config.yaml";

        DEPLOYMENT.worksOnItsVolume();
        DEPLOYMENT.hasVariable("GATEWAY_CONFIG", file);
        assertThat(DEPLOYMENT.dockerfile()).contains(" " + file + "\n");
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        DEPLOYMENT.imageIsMadeOf("sql-pipelines/gateway/target/quarkus-app");
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() {
        DEPLOYMENT.hasTimeToStop();
    }
}
