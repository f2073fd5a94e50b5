package io.millrace.ingest.app;

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
                .addPathItem("/v1/rows", OASFactory.createPathItem().GET(rows()));
    }

    private static Operation status() {
        return OASFactory.createOperation()
                .operationId("readStatus")
                .addTag("service")
                .summary("What /v1/status answers, once per second")
                .description(FORMS)
                .addParameter(OASFactory.createParameter()
                        .name("name")
                        .in(Parameter.In.PATH)
                        .required(true)
                        .schema(text().enumeration(List.of("status"))))
                .addParameter(query("limit", "end after so many rows").schema(number()))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse(
                                "200",
                                response(
                                        "one LiveStatus per second",
                                        OASFactory.createSchema().ref("LiveStatus")))
                        .addAPIResponse("404", OASFactory.createAPIResponse().description("there is no such stream")));
    }

    private static Operation rows() {
        return OASFactory.createOperation()
                .operationId("readRows")
                .addTag("trades")
                .summary("Rows as they come, when they are on the disk")
                .description(FORMS)
                .addParameter(query("product", "values of product_id, with commas between")
                        .schema(text()))
                .addParameter(
                        query("type", "values of type, with commas between").schema(text()))
                .addParameter(query("pipeline", "names of pipelines, with commas between")
                        .schema(text()))
                .addParameter(query("limit", "end after so many rows").schema(number()))
                .addParameter(query("overflow", "what happens when the reader is too slow")
                        .schema(text().enumeration(
                                        List.of("drop-oldest", "drop-newest", "latest-by-key", "disconnect"))))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse(
                                "200",
                                response(
                                        "one row per message",
                                        OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT))))
                        .addAPIResponse("400", OASFactory.createAPIResponse().description("a parameter is wrong")));
    }

    private static APIResponse response(String text, Schema schema) {
        return OASFactory.createAPIResponse()
                .description(text)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/x-ndjson",
                                OASFactory.createMediaType().schema(schema)));
    }

    private static Parameter query(String name, String description) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description);
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }

    private static Schema number() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER));
    }
}
