package io.millrace.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.utility.DockerImageName;

/** That the images are found that tests with {@code -Pdocker} start; needs no Docker engine. */
final class ContainersTest {

    @ParameterizedTest
    @CsvSource({
        "gateway.yaml, proton, ghcr.io/timeplus-io/proton",
        "ingest.yaml, clickhouse, clickhouse/clickhouse-server",
        "vehicles.yaml, broker, apache/kafka",
        "vehicles.yaml, mosquitto, eclipse-mosquitto",
        "vehicles.yaml, redis, redis"
    })
    void takesThePinnedImageOfAComposeFile(String file, String service, String repository) throws Exception {
        DockerImageName image = Containers.image(file, service);
        assertThat(image.getUnversionedPart()).isEqualTo(repository);
        assertThat(image.getVersionPart()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Containers.image("vehicles.yaml", "volumes"))
                .withMessage("deploy/compose/vehicles.yaml has no image of a service volumes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Containers.image("nothing.yaml", "redis"))
                .withMessage("no folder above has deploy/compose/nothing.yaml");
    }
}
