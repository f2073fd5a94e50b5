package io.millrace.vehicles.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "reference", description = "The paths and shapes of the reference system")
final class ReferenceResource {

    private final RedisLocations redis;
    private final KsqlLocations ksql;

    ReferenceResource(RedisLocations redis, KsqlLocations ksql) {
        this.redis = redis;
        this.ksql = ksql;
    }

    /** A vehicle's location: {@code {"veh_id":"1377","loc":"60.278461|25.021287|1669603746"}}. */
    record Location(
            @JsonProperty("veh_id") String vehicle,
            @JsonProperty("loc") String location) {}

    /** Locations by vehicle, in the order of its text. */
    record Locations(int size, List<Location> data) {

        static Locations of(List<LocationRow> rows) {
            List<Location> data = rows.stream()
                    .map(row -> new Location(row.vehicle(), row.location()))
                    .sorted(Comparator.comparing(Location::vehicle))
                    .toList();
            return new Locations(data.size(), data);
        }
    }

    @GET
    @Path("redis")
    @RunOnVirtualThread
    @Operation(operationId = "redis", summary = "Locations in Redis; an unknown vehicle gives size 0")
    @APIResponse(responseCode = "503", description = "no Redis is set, or it does not answer")
    public Locations redis(
            @Parameter(description = "a key, or a glob with *, ? and [...]") @QueryParam("veh_id") @DefaultValue("*")
                    String vehicle) {
        return Locations.of(redis.find(vehicle));
    }

    @GET
    @Path("ksqldb")
    @RunOnVirtualThread
    @Operation(operationId = "ksqldb", summary = "Locations by a pull query; an unknown vehicle gives size 0")
    @APIResponse(responseCode = "503", description = "no such server is set, or it does not answer")
    public Locations ksqldb(
            @Parameter(description = "name of a server in the service's settings") @QueryParam("server") @Nullable
                    String server,
            @Parameter(description = "a vehicle, or * for all") @QueryParam("veh_id") @DefaultValue("*") String vehicle)
            throws InterruptedException {
        return Locations.of(ksql.pull(server, vehicle));
    }
}
