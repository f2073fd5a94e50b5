package io.millrace.mq.app;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes the streaming path, which is no JAX-RS resource and so unknown to the generator. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class StreamsPathFilter implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI openApi) {
        if (openApi.getPaths() == null) {
            openApi.setPaths(OASFactory.createPaths());
        }
        openApi.getPaths()
                .addPathItem("/streams/{name}", OASFactory.createPathItem().GET(read()));
    }

    private static Operation read() {
        return OASFactory.createOperation()
                .operationId("readStream")
                .addTag("topology")
                .summary("What /topology or /hub answers, once per second")
                .description("NDJSON by default, server-sent events with Accept: text/event-stream,"
                        + " one text frame per second with a WebSocket upgrade.")
                .addParameter(OASFactory.createParameter()
                        .name("name")
                        .in(Parameter.In.PATH)
                        .required(true)
                        .description("status or hub")
                        .schema(text().enumeration(List.of("status", "hub"))))
                .addParameter(OASFactory.createParameter()
                        .name("limit")
                        .in(Parameter.In.QUERY)
                        .description("end after so many seconds")
                        .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER))))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", OASFactory.createAPIResponse().description("one JSON object per second"))
                        .addAPIResponse("404", OASFactory.createAPIResponse().description("there is no such stream")));
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }
}
