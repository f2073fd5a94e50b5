package io.millrace.gateway.app;

import io.millrace.gateway.GatewayStatus;
import io.millrace.gateway.catalog.CatalogProblem;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The configuration file in JSON, without its secret. */
@Schema(name = "Configuration")
record ConfigView(
        String host,
        int port,
        String db,
        String user,

        @Schema(description = "*** when one is set; never the password itself")
        String password,

        String engine,
        List<PipelineView> pipelines,
        FileView file) {

    /** How the file stands. */
    record FileView(
            String path,

            @Schema(description = "ok, sample (there is no file yet) or broken (an edit cannot be used)")
            String state,

            List<Map<String, Object>> problems,
            List<Map<String, Object>> warnings) {}

    static ConfigView of(GatewayStatus status, List<PipelineView> pipelines) {
        return new ConfigView(
                status.backend().host(),
                status.backend().port(),
                status.backend().db(),
                status.backend().user(),
                status.backend().password().isEmpty() ? "" : "***",
                status.engine(),
                pipelines,
                new FileView(
                        status.file(),
                        status.problems().isEmpty() ? status.sampled() ? "sample" : "ok" : "broken",
                        status.problems().stream().map(CatalogProblem::details).toList(),
                        status.warnings().stream().map(CatalogProblem::details).toList()));
    }
}
