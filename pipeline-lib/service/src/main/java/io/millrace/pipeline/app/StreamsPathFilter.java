package io.millrace.pipeline.app;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the streaming paths, which are no JAX-RS resources and so unknown to the generator. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class StreamsPathFilter implements OASFilter {

    private static final String FORMS = "NDJSON by default, server-sent events with Accept: text/event-stream,"
            + " one text frame per row with a WebSocket upgrade.";

    @Override
    public void filterOpenAPI(OpenAPI openApi) {
        if (openApi.getPaths() == null) {
            openApi.setPaths(OASFactory.createPaths());
        }
        openApi.getPaths()
                .addPathItem("/streams/{name}", OASFactory.createPathItem().GET(status()))
                .addPathItem(
                        "/api/v1/pipelines/{id}/results",
                        OASFactory.createPathItem().GET(results()));
    }

    private static Operation status() {
        return OASFactory.createOperation()
                .operationId("readStatus")
                .addTag("service")
                .summary("What /api/v1/status answers, once per second")
                .description(FORMS)
                .addParameter(path("name", "status").schema(text().enumeration(List.of("status"))))
                .addParameter(limit())
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", response("one LiveStatus per second", "LiveStatus"))
                        .addAPIResponse("404", OASFactory.createAPIResponse().description("there is no such stream")));
    }

    private static Operation results() {
        return OASFactory.createOperation()
                .operationId("readResults")
                .addTag("packages")
                .summary("What becomes of the packages of a pipeline, as they end")
                .description(FORMS)
                .addParameter(path("id", "identifier or name of the pipeline").schema(text()))
                .addParameter(limit())
                .addParameter(OASFactory.createParameter()
                        .name("overflow")
                        .in(Parameter.In.QUERY)
                        .description("what happens when the reader is too slow")
                        .schema(text().enumeration(List.of("drop-oldest", "drop-newest", "disconnect"))))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", response("one Result per package", "Result"))
                        .addAPIResponse(
                                "404", OASFactory.createAPIResponse().description("there is no such pipeline")));
    }

    private static APIResponse response(String text, String schema) {
        return OASFactory.createAPIResponse()
                .description(text)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/x-ndjson",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(schema))));
    }

    private static Parameter path(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.PATH)
                .required(true)
                .description(description);
    }

    private static Parameter limit() {
        return OASFactory.createParameter()
                .name("limit")
                .in(Parameter.In.QUERY)
                .description("end after so many rows")
                .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER)));
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }
}
