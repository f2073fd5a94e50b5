package io.millrace.mq.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.mq.hub.Hub;
import io.millrace.mq.hub.HubReader;
import io.millrace.mq.hub.HubReport;
import io.millrace.service.app.BodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/")
@Tag(name = "hub", description = "Statistics that nodes report")
@RunOnVirtualThread
final class HubResource {

    private final Hub hub;
    private final BodyReader bodies;
    private final Counter accepted;
    private final Counter refused;

    HubResource(Hub hub, BodyReader bodies, MeterRegistry registry) {
        this.hub = hub;
        this.bodies = bodies;
        this.accepted = outcome(registry, "accepted");
        this.refused = outcome(registry, "refused");
        Gauge.builder(MqMeter.HUB_KEYS.meter(), hub, Hub::keys)
                .description(MqMeter.HUB_KEYS.description())
                .register(registry);
    }

    private static Counter outcome(MeterRegistry registry, String outcome) {
        return Counter.builder(MqMeter.HUB_POSTS.meter())
                .description(MqMeter.HUB_POSTS.description())
                .tag("outcome", outcome)
                .register(registry);
    }

    @POST
    @Path("post")
    @Operation(
            operationId = "post",
            summary = "Takes the statistics of one node and period, as the reference posts them")
    @APIResponse(responseCode = "200", description = "taken")
    @APIResponse(responseCode = "400", description = "not such a body; the problem names the field")
    @APIResponse(responseCode = "429", description = "too many pipeline keys")
    public Response post(InputStream body) throws IOException {
        try {
            hub.post(HubReader.read(bodies.read(body)));
        } catch (InvalidRequestException e) {
            refused.increment();
            throw e;
        }
        accepted.increment();
        return Response.ok("{}", MediaType.APPLICATION_JSON).build();
    }

    @GET
    @Path("hub")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "hub", summary = "What is known of each pipeline key, of the last five minutes")
    public List<HubReport> reports() {
        return hub.reports();
    }

    @GET
    @Path("hub/{key}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "hubKey", summary = "What is known of one pipeline key")
    @APIResponse(responseCode = "404", description = "nothing was posted for it")
    public HubReport report(@PathParam("key") String key) {
        return hub.report(key)
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.NOT_FOUND, "nothing was posted for pipeline key '" + key + "'"));
    }
}
