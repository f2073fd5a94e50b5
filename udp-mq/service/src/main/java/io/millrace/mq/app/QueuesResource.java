package io.millrace.mq.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.mq.app.MessageJson.Lease;
import io.millrace.mq.app.MessageJson.Leased;
import io.millrace.mq.app.MessageJson.Messages;
import io.millrace.mq.app.MessageJson.Redrive;
import io.millrace.mq.app.MessageJson.Settle;
import io.millrace.mq.app.MessageJson.Stored;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.service.app.BodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/queues")
@Tag(name = "queues", description = "Queues and their messages")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class QueuesResource {

    private static final int MAX_BATCH = 1_000;
    private static final double MAX_WAIT_SECONDS = 20;
    private static final double MAX_SECONDS = 86_400;

    private final QueueNames names;
    private final BodyReader bodies;

    QueuesResource(QueueNames names, BodyReader bodies) {
        this.names = names;
        this.bodies = bodies;
    }

    @GET
    @Operation(operationId = "listQueues", summary = "All queues, and what they hold and have seen")
    public List<QueueView> list() {
        return names.all().stream().map(QueueView::of).toList();
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "queue", summary = "One queue")
    @APIResponse(responseCode = "404", description = "there is no such queue")
    public QueueView queue(@PathParam("name") String name) {
        return QueueView.of(names.find(name, false));
    }

    @POST
    @Path("{name}/messages")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "put",
            summary = "Stores a message: text/plain is its body, JSON is {\"text\"}, or {\"messages\": [{\"text\"}]}")
    @APIResponse(responseCode = "200", description = "stored, known already, or dropped by the policy")
    @APIResponse(responseCode = "503", description = "the queue is full; 'taken' says how many were taken")
    public Stored put(
            @PathParam("name") String name, @HeaderParam("Content-Type") @Nullable String type, InputStream body)
            throws IOException {
        List<MessageJson.Put> messages = PutBody.read(type, bodies.read(body), MAX_BATCH);
        return new Putting(names.find(name, true)).put(messages);
    }

    @POST
    @Path("{name}/leases")
    @Operation(operationId = "lease", summary = "Takes messages for a time; acknowledge each by DELETE of its lease")
    public Messages lease(@PathParam("name") String name, InputStream body) throws IOException, InterruptedException {
        Lease asked = PutBody.object(bodies.read(body), Lease.class, new Lease(null, null, null));
        MessageQueue queue = names.find(name, false).queue();
        int max = bounded("max", asked.max(), 1, MAX_BATCH);
        Duration time = seconds("seconds", asked.seconds(), MAX_SECONDS);
        Duration wait = seconds("waitSeconds", asked.waitSeconds(), MAX_WAIT_SECONDS);
        List<Delivery> leased = wait.isZero() ? queue.lease(max, time) : queue.lease(max, time, wait);
        return new Messages(
                leased.stream().map(delivery -> Leased.of(delivery, true)).toList());
    }

    @DELETE
    @Path("{name}/leases/{lease}")
    @Operation(operationId = "ack", summary = "Acknowledges a message: it is removed for good")
    @APIResponse(responseCode = "204", description = "removed")
    @APIResponse(responseCode = "404", description = "the lease has run out, or never was")
    public void ack(@PathParam("name") String name, @PathParam("lease") String lease) {
        QueueNames.Named named = names.find(name, false);
        settled(named, named.queue().ack(id(lease)), lease);
    }

    @POST
    @Path("{name}/leases/{lease}/nak")
    @Operation(operationId = "nak", summary = "Gives a message back, to be read again after {\"seconds\"}")
    @APIResponse(responseCode = "204", description = "given back")
    @APIResponse(responseCode = "404", description = "the lease has run out, or never was")
    public void nak(@PathParam("name") String name, @PathParam("lease") String lease, InputStream body)
            throws IOException {
        Settle settle = settle(body);
        QueueNames.Named named = names.find(name, false);
        settled(named, named.queue().nak(id(lease), seconds("seconds", settle.seconds(), MAX_SECONDS)), lease);
    }

    @POST
    @Path("{name}/leases/{lease}/extend")
    @Operation(operationId = "extend", summary = "Lets a lease end {\"seconds\"} from now")
    @APIResponse(responseCode = "204", description = "extended")
    @APIResponse(responseCode = "404", description = "the lease has run out, or never was")
    public void extend(@PathParam("name") String name, @PathParam("lease") String lease, InputStream body)
            throws IOException {
        Settle settle = settle(body);
        QueueNames.Named named = names.find(name, false);
        settled(named, named.queue().extend(id(lease), seconds("seconds", settle.seconds(), MAX_SECONDS)), lease);
    }

    @POST
    @Path("{name}/leases/{lease}/reject")
    @Operation(operationId = "reject", summary = "Sends a message to the dead letters with a {\"reason\"}")
    @APIResponse(responseCode = "204", description = "it is a dead letter")
    @APIResponse(responseCode = "404", description = "the lease has run out, or never was")
    public void reject(@PathParam("name") String name, @PathParam("lease") String lease, InputStream body)
            throws IOException {
        Settle settle = settle(body);
        QueueNames.Named named = names.find(name, false);
        String reason = settle.reason() == null ? "rejected" : settle.reason();
        settled(named, named.queue().reject(id(lease), reason), lease);
    }

    @GET
    @Path("{name}/dead")
    @Operation(operationId = "deadLetters", summary = "The oldest dead letters with their reasons; they stay")
    public Messages dead(@PathParam("name") String name, @QueryParam("max") @DefaultValue("100") int max) {
        return new Messages(new DeadLetters(names.find(name, false))
                .list(bounded("max", max, 1, MAX_BATCH)).stream()
                        .map(delivery -> Leased.of(delivery, false))
                        .toList());
    }

    @POST
    @Path("{name}/dead/redrive")
    @Operation(operationId = "redrive", summary = "Puts dead letters back into their queue, the oldest first")
    public Map<String, Integer> redrive(@PathParam("name") String name, InputStream body) throws IOException {
        Redrive redrive = PutBody.object(bodies.read(body), Redrive.class, new Redrive(null));
        int max = bounded("max", redrive.max(), Integer.MAX_VALUE, Integer.MAX_VALUE);
        return Map.of("redriven", new DeadLetters(names.find(name, false)).redrive(max));
    }

    private Settle settle(InputStream body) throws IOException {
        return PutBody.object(bodies.read(body), Settle.class, new Settle(null, null));
    }

    private static void settled(QueueNames.Named named, boolean done, String lease) {
        if (!done) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND, "lease " + lease + " of queue '" + named.name() + "' has run out, or never was");
        }
        named.force();
    }

    private static long id(String lease) {
        try {
            return Long.parseLong(lease);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(Reason.MALFORMED, "a lease is a whole number, not '" + lease + "'", e);
        }
    }

    private static int bounded(String field, @Nullable Integer value, int otherwise, int max) {
        if (value == null) {
            return otherwise;
        }
        if (value < 1 || value > max) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "%s must be from 1 to %d, was %d".formatted(field, max, value));
        }
        return value;
    }

    private static Duration seconds(String field, @Nullable Double value, double max) {
        if (value == null) {
            return Duration.ZERO;
        }
        if (!(value >= 0 && value <= max)) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, "%s must be from 0 to %d, was %s".formatted(field, (long) max, value));
        }
        return Duration.ofNanos((long) (value * 1e9));
    }
}
