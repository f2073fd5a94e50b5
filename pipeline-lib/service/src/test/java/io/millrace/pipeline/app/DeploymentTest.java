package io.millrace.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Deployment;
import io.millrace.service.testkit.Repository;
import org.junit.jupiter.api.Test;

/** Holds what {@code deploy} says about the module pipelines to their own configuration. */
final class DeploymentTest {

    private static final Deployment DEPLOYMENT = Deployment.of("modules");
    private static final String GRPC_PORT = Deployment.defaultOf(ModulesConfig.Grpc.class, "port");

    @Test
    void thePortsOfTheContainerAreThePortsOfTheService() {
        assertThat(GRPC_PORT).isEqualTo("50051");
        DEPLOYMENT.hasPorts("pipeline-lib/service/src/main/resources", GRPC_PORT);
        DEPLOYMENT.hasVariable("QUARKUS_HTTP_PORT", "5003");
        DEPLOYMENT.hasVariable("MODULES_GRPC_HOST", "0.0.0.0");
        DEPLOYMENT.hasVariable("MODULES_GRPC_PORT", GRPC_PORT);
    }

    @Test
    void theSampleOnTheVolumeCallsTheModuleThatTheContainerHosts() {
        assertThat(Repository.text("pipeline-lib/engine/src/main/resources/sample-pipelines.yaml"))
                .contains("${external-target:localhost:" + GRPC_PORT + "}");
        DEPLOYMENT.hasVariable("MODULES_GRPC_HOSTED", "demo-external");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        DEPLOYMENT.variablesAreSettingsOf(ModulesConfig.class, "MODULES_PIPELINES", "MODULES_GRPC_PORT");
        assertThat(Repository.matches("\\b(MODULES_[A-Z_]+)=\\$", Repository.text("millrace")))
                .containsExactlyInAnyOrder("MODULES_GRPC_PORT", "MODULES_PIPELINES");
    }

    @Test
    void documentsAreOnTheVolume() {
        DEPLOYMENT.worksOnItsVolume();
        DEPLOYMENT.hasVariable("MODULES_PIPELINES", DEPLOYMENT.mount());
        assertThat(DEPLOYMENT.dockerfile()).containsPattern(" " + DEPLOYMENT.mount() + "/\\S+\\.yaml\n");
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        DEPLOYMENT.imageIsMadeOf(
                "pipeline-lib/service/target/quarkus-app", "pipeline-lib/command/target/pipeline-command.jar");
        assertThat(Repository.text("pipeline-lib/command/pom.xml")).contains("<finalName>pipeline-command<");
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() {
        DEPLOYMENT.hasTimeToStop(Deployment.defaultOf(ModulesConfig.class, "drainTimeout"));
    }
}
