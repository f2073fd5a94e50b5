package io.millrace.service.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A service's own resource, which fails in every way. */
@Path("/sample")
public class SampleResource {

    /** A body. */
    public record Body(String name, int size) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Body echo(Body body) {
        return body;
    }

    @GET
    @Path("conflict")
    public String conflict() {
        throw new InvalidRequestException(Reason.CONFLICT, "pipeline exists");
    }

    @GET
    @Path("later")
    public String later() {
        throw new TransientException("engine restarts");
    }

    @GET
    @Path("bug")
    public String bug() {
        throw new IllegalStateException("secret");
    }
}
