package io.millrace.vehicles.app;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the paths that are no JAX-RS resources and so unknown to the generator. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class StreamsPathFilter implements OASFilter {

    private static final String FORMS = "NDJSON by default, server-sent events with Accept: text/event-stream,"
            + " one text frame per row with a WebSocket upgrade.";
    private static final String ROWS = "application/x-ndjson";
    private static final String GEOJSON = "application/geo+json";

    @Override
    public void filterOpenAPI(OpenAPI openApi) {
        if (openApi.getPaths() == null) {
            openApi.setPaths(OASFactory.createPaths());
        }
        openApi.getPaths()
                .addPathItem("/v1/vehicles", OASFactory.createPathItem().GET(vehicles()))
                .addPathItem(
                        "/v1/vehicles/{operator}/{number}",
                        OASFactory.createPathItem().GET(one("readVehicle", "One vehicle", "application/json")))
                .addPathItem(
                        "/v1/vehicles/{operator}/{number}/trail",
                        OASFactory.createPathItem().GET(one("readTrail", "Where it was lately, oldest first", GEOJSON)))
                .addPathItem("/ksqldb-push", OASFactory.createPathItem().GET(push()))
                .addPathItem("/streams/{name}", OASFactory.createPathItem().GET(status()));
    }

    private static Operation vehicles() {
        return OASFactory.createOperation()
                .operationId("readVehicles")
                .addTag("vehicles")
                .summary("Vehicles as they are, or as they move")
                .description("mode=pull answers at once, in the form that Accept names: " + PullForm.known()
                        + ". The other modes are streams: " + FORMS
                        + " A row with `gone` says that a vehicle is not among them any more.")
                .addParameter(query("mode", "pull unless a stream is asked for by its form")
                        .schema(text().enumeration(List.of("pull", "follow", "snapshot+follow"))))
                .addParameter(query("bbox", "west,south,east,north in degrees"))
                .addParameter(query("route", "as passengers see it, or its id; several with commas"))
                .addParameter(query("operator", "who owns the vehicle; several with commas"))
                .addParameter(query("vehicle", "22/1377, or a number of any operator; several with commas"))
                .addParameter(query("age", "no older than 30s"))
                .addParameter(query("limit", "vehicles of a page, or rows of a stream"))
                .addParameter(query("after", "the next of the page before; pull alone"))
                .addParameter(query("heartbeat", "sign of life on a quiet stream, 5s"))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", pages())
                        .addAPIResponse("400", response("a parameter is wrong; the answer says what would be right"))
                        .addAPIResponse("406", response("there is no such form")));
    }

    private static APIResponse pages() {
        Content content = OASFactory.createContent();
        for (PullForm form : PullForm.values()) {
            content.addMediaType(form.type(), OASFactory.createMediaType().schema(object()));
        }
        return response("a page, or rows").content(content);
    }

    private static Operation one(String id, String summary, String type) {
        return OASFactory.createOperation()
                .operationId(id)
                .addTag("vehicles")
                .summary(summary)
                .addParameter(path("operator", "who owns it, 22"))
                .addParameter(path("number", "its number, 1377"))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", response("it", type))
                        .addAPIResponse("404", response("it is not on the board")));
    }

    private static Operation push() {
        return OASFactory.createOperation()
                .operationId("ksqldbPush")
                .addTag("reference")
                .summary("Locations by a push query, a line per change")
                .description(FORMS)
                .addParameter(query("server", "name of a server in the service's settings"))
                .addParameter(query("veh_id", "a vehicle, or * for all"))
                .addParameter(query("snapshot", "true gives all locations first"))
                .addParameter(query("heartbeat", "sign of life on a quiet stream, 5s"))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse(
                                "200", response("{\"veh_id\": \"1377\", \"loc\": \"60.1|24.9|1669603746\"}", ROWS))
                        .addAPIResponse("503", response("no such server is set, or it does not answer")));
    }

    private static Operation status() {
        return OASFactory.createOperation()
                .operationId("readStatus")
                .addTag("service")
                .summary("What /v1/status answers, once per second")
                .description(FORMS)
                .addParameter(path("name", "status"))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", response("one LiveStatus per second", ROWS)));
    }

    private static APIResponse response(String text) {
        return OASFactory.createAPIResponse().description(text);
    }

    private static APIResponse response(String text, String type) {
        return response(text)
                .content(OASFactory.createContent()
                        .addMediaType(type, OASFactory.createMediaType().schema(object())));
    }

    private static Parameter query(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.QUERY)
                .description(description)
                .schema(text());
    }

    private static Parameter path(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.PATH)
                .required(true)
                .description(description)
                .schema(text());
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }

    private static Schema object() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT));
    }
}
