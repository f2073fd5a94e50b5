package io.millrace.gateway.app;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the streaming path, which is no JAX-RS resource and so unknown to the generator. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class StreamingPathFilter implements OASFilter {

    private static final String PATH = "/queries/{name}";

    @Override
    public void filterOpenAPI(OpenAPI openApi) {
        if (openApi.getPaths() == null) {
            openApi.setPaths(OASFactory.createPaths());
        }
        PathItem delete = openApi.getPaths().getPathItem("/queries/{id}");
        PathItem item = OASFactory.createPathItem().GET(read());
        if (delete != null && delete.getDELETE() != null) {
            Operation stop = delete.getDELETE();
            stop.setParameters(List.of(path("name", "id of the running query, from GET /queries")));
            item.setDELETE(stop);
            openApi.getPaths().removePathItem("/queries/{id}");
        }
        openApi.getPaths().addPathItem(PATH, item);
    }

    private static Operation read() {
        return OASFactory.createOperation()
                .operationId("readPipeline")
                .addTag("queries")
                .summary("The rows of a pipeline")
                .description("NDJSON by default, server-sent events with Accept: text/event-stream,"
                        + " one text frame per row with a WebSocket upgrade. Ends when the query ends.")
                .addParameter(path("name", "name of the pipeline"))
                .addParameter(query(
                        "overflow",
                        "what happens when the reader is too slow",
                        text().enumeration(
                                        List.of("block", "drop-oldest", "drop-newest", "latest-by-key", "disconnect"))))
                .addParameter(query("key", "the column of latest-by-key", text()))
                .addParameter(query("limit", "end after so many rows", integer()))
                .addParameter(
                        query("events", "true for events around the rows; always so for server-sent events", bool()))
                .addParameter(query("heartbeat", "sign of life after so long without a row, such as 15s", text()))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", rows())
                        .addAPIResponse("404", described("pipeline not found"))
                        .addAPIResponse("422", described("the pipeline's SQL is wrong"))
                        .addAPIResponse("429", described("too many readers or queries; see Retry-After")));
    }

    private static APIResponse rows() {
        Content content = OASFactory.createContent();
        for (String type : List.of("application/x-ndjson", "application/json", "text/event-stream")) {
            content.addMediaType(
                    type,
                    OASFactory.createMediaType()
                            .schema(text())
                            .example("{\"window_start\": \"2024-01-23 02:52:08+00:00\", \"count\": 1000}\n"));
        }
        return described("one JSON object per row").content(content);
    }

    private static APIResponse described(String description) {
        return OASFactory.createAPIResponse().description(description);
    }

    private static Parameter path(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.PATH)
                .required(true)
                .description(description)
                .schema(text());
    }

    private static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.QUERY)
                .description(description)
                .schema(schema);
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }

    private static Schema integer() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER));
    }

    private static Schema bool() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.BOOLEAN));
    }
}
