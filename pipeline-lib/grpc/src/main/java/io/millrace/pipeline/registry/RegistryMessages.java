package io.millrace.pipeline.registry;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.net.HostPort;
import io.millrace.pipeline.proto.registry.HeartbeatRequest;
import io.millrace.pipeline.proto.registry.Lease;
import io.millrace.pipeline.proto.registry.Load;
import io.millrace.pipeline.proto.registry.RegisterRequest;
import io.millrace.pipeline.proto.registry.Server;
import io.millrace.pipeline.proto.registry.ServerState;
import java.time.Duration;
import java.time.Instant;

/** Between records and messages. */
final class RegistryMessages {

    private RegistryMessages() {}

    static ServedModule server(RegisterRequest request) {
        return new ServedModule(
                request.getModule(), request.getVersion(), HostPort.parse(request.getAddress()), request.getCapacity());
    }

    static RegisterRequest register(ServedModule server) {
        return RegisterRequest.newBuilder()
                .setModule(server.module())
                .setVersion(server.version())
                .setAddress(server.address().toString())
                .setCapacity(server.capacity())
                .build();
    }

    static Lease lease(RegistryLease lease) {
        return Lease.newBuilder()
                .setId(lease.id())
                .setHeartbeatMillis(lease.heartbeat().toMillis())
                .setLeaseMillis(lease.lease().toMillis())
                .build();
    }

    static RegistryLease lease(Lease lease) {
        return new RegistryLease(
                lease.getId(),
                Duration.ofMillis(Math.max(1, lease.getHeartbeatMillis())),
                Duration.ofMillis(lease.getLeaseMillis()));
    }

    static HeartbeatRequest heartbeat(String leaseId, LoadReport load) {
        return HeartbeatRequest.newBuilder()
                .setLeaseId(leaseId)
                .setLoad(load(load))
                .build();
    }

    static Load load(LoadReport load) {
        return Load.newBuilder()
                .setInFlight(load.inFlight())
                .setCallsPerSecond(load.callsPerSecond())
                .setUtilization(load.utilization())
                .setErrorsPerSecond(load.errorsPerSecond())
                .build();
    }

    static LoadReport load(Load load) {
        return new LoadReport(
                load.getInFlight(), load.getCallsPerSecond(), load.getUtilization(), load.getErrorsPerSecond());
    }

    static io.millrace.pipeline.proto.registry.ServerList list(ServerList list) {
        io.millrace.pipeline.proto.registry.ServerList.Builder message =
                io.millrace.pipeline.proto.registry.ServerList.newBuilder()
                        .setRegistryId(list.registryId())
                        .setRevision(list.revision())
                        .setComplete(list.complete());
        for (ServerEntry entry : list.servers()) {
            message.addServers(Server.newBuilder()
                    .setModule(entry.server().module())
                    .setVersion(entry.server().version())
                    .setAddress(entry.server().address().toString())
                    .setCapacity(entry.server().capacity())
                    .setState(
                            switch (entry.presence()) {
                                case SERVING -> ServerState.SERVING;
                                case DRAINING -> ServerState.DRAINING;
                                case SILENT -> ServerState.SILENT;
                            })
                    .setLoad(load(entry.load()))
                    .setSinceMillis(entry.since().toEpochMilli()));
        }
        return message.build();
    }

    static ServerList list(io.millrace.pipeline.proto.registry.ServerList message) {
        return new ServerList(
                message.getRegistryId(),
                message.getRevision(),
                message.getComplete(),
                message.getServersList().stream().map(RegistryMessages::entry).toList());
    }

    private static ServerEntry entry(Server server) {
        return new ServerEntry(
                new ServedModule(
                        server.getModule(),
                        server.getVersion(),
                        HostPort.parse(server.getAddress()),
                        server.getCapacity()),
                switch (server.getState()) {
                    case DRAINING -> Presence.DRAINING;
                    case SILENT -> Presence.SILENT;
                    case SERVING, SERVER_STATE_UNSPECIFIED, UNRECOGNIZED -> Presence.SERVING;
                },
                load(server.getLoad()),
                Instant.ofEpochMilli(server.getSinceMillis()));
    }

    static StatusRuntimeException status(InvalidRequestException failure) {
        Status status = switch (failure.kind()) {
            case MALFORMED, UNPROCESSABLE -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.ALREADY_EXISTS;
            case TOO_MANY -> Status.RESOURCE_EXHAUSTED;
        };
        return status.withDescription(failure.reason()).asRuntimeException();
    }
}
