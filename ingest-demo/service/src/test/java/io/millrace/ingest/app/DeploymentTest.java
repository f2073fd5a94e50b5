package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.sql.SqlFile;
import io.millrace.service.testkit.Deployment;
import io.millrace.service.testkit.Repository;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds what {@code deploy} says about the ingest to its own configuration, and to the ClickHouse beside it. */
final class DeploymentTest {

    private static final Deployment DEPLOYMENT = Deployment.of("ingest");
    private static final String DOCUMENT = "deploy/ingest/clickhouse.yaml";

    @Test
    void thePortOfTheContainerIsThePortOfTheService() {
        DEPLOYMENT.hasPorts("ingest-demo/service/src/main/resources");
        DEPLOYMENT.hasVariable("QUARKUS_HTTP_PORT", "5004");
    }

    @Test
    void everyVariableOfTheContainerIsASettingOfTheService() {
        DEPLOYMENT.variablesAreSettingsOf(IngestConfig.class, "INGEST_DATA", "INGEST_DOCUMENT");
    }

    @Test
    void whatIsKeptLiesOnTheVolume() {
        DEPLOYMENT.worksOnItsVolume();
        DEPLOYMENT.hasVariable("INGEST_DATA", DEPLOYMENT.mount());
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() {
        DEPLOYMENT.imageIsMadeOf("ingest-demo/service/target/quarkus-app");
    }

    @Test
    void aContainerHasLongerToStopThanTheServiceTakes() {
        DEPLOYMENT.hasTimeToStop(Deployment.defaultOf(IngestConfig.class, "grace"));
    }

    @Test
    void clickHouseIsPinnedCheckedAndOnTheLoopbackOnly() {
        DEPLOYMENT.isPinnedAndChecked("clickhouse", "clickhouse/clickhouse-server");
        assertThat(Deployment.lines(DEPLOYMENT.beside("clickhouse"), "ports"))
                .singleElement()
                .asString()
                .startsWith("127.0.0.1:")
                .endsWith(":8123");
    }

    /** ClickHouse begins with the files that the tests of the SQL run. */
    @Test
    void clickHouseBeginsWithTheTables() {
        List<String> mounts = Deployment.lines(DEPLOYMENT.beside("clickhouse"), "volumes");
        assertThat(mounts)
                .filteredOn(mount -> mount.contains("/docker-entrypoint-initdb.d/"))
                .hasSize(4)
                .allSatisfy(mount -> assertThat(
                                Repository.path("deploy/compose/" + mount.substring(0, mount.indexOf(':'))))
                        .isRegularFile());
    }

    /** The two users are those of the SQL file, with passwords of the operator's. */
    @Test
    void usersMayDoWhatTheirFileSays() {
        String script = Repository.text("deploy/clickhouse/users.sh");
        List<String> grants = SqlFile.read(SqlFile.Engine.CLICKHOUSE, "users").statements().stream()
                .filter(statement -> statement.startsWith("GRANT "))
                .toList();
        assertThat(grants).isNotEmpty().allSatisfy(grant -> assertThat(script).contains(grant + ";"));
        assertThat(script).contains("CREATE USER IF NOT EXISTS grafana", "SETTINGS readonly = 2");
    }

    @Test
    void theDocumentForClickHouseFindsIt() {
        assertThat(Repository.yaml(DOCUMENT, "pipelines", "coinbase", "sinks", "clickhouse", "host"))
                .isEqualTo("clickhouse");
        assertThat(Repository.text(DOCUMENT)).contains("${WSS_URL}", "${COINBASE_PASSWORD}");
        assertThat(DEPLOYMENT.environment())
                .containsKeys("INGEST_VARIABLES_WSS_URL", "INGEST_VARIABLES_COINBASE_PASSWORD")
                .containsEntry("INGEST_VARIABLES_COINBASE_PASSWORD", "${COINBASE_PASSWORD:-password}");
        assertThat(Deployment.variables(DEPLOYMENT.beside("clickhouse")))
                .containsEntry("COINBASE_PASSWORD", "${COINBASE_PASSWORD:-password}");
    }

    @Test
    void theGapsOfTheDocumentFitTheirTable() {
        List<?> columns = (List<?>) Repository.yaml(DOCUMENT, "pipelines", "coinbase", "sinks", "gaps", "columns");
        String table = columns.stream()
                .map(column -> (Map<?, ?>) column)
                .map(column -> "    " + column.get("name") + " " + column.get("type"))
                .collect(Collectors.joining(",\n", "coinbase_demo.trade_gaps\n(\n", "\n)"));
        assertThat(SqlFile.read(SqlFile.Engine.CLICKHOUSE, "tables").text()).contains(table);
    }

    @Test
    void grafanaReadsAsTheUserWhoMayOnlyRead() {
        String sources = Repository.text("deploy/grafana/provisioning-ingest/datasources/millrace.yaml");
        Object grafana = Repository.yaml("deploy/compose/ingest-grafana.yaml", "services", "grafana");
        assertThat(sources).contains("username: grafana", "password: $GRAFANA_READER_PASSWORD", "uid: clickhouse");
        assertThat(Deployment.variables(grafana))
                .containsEntry("GRAFANA_READER_PASSWORD", "${GRAFANA_READER_PASSWORD:-password}");
        assertThat(Deployment.variables(DEPLOYMENT.beside("clickhouse")))
                .containsEntry("GRAFANA_READER_PASSWORD", "${GRAFANA_READER_PASSWORD:-password}");
    }
}
