package io.millrace.pipeline.registry;

import java.time.Instant;

/** A registered server's changing state. Guarded by the registry. */
final class Member {

    final String leaseId;
    final ServedModule server;
    final Instant since;
    Presence presence = Presence.SERVING;
    LoadReport load = LoadReport.IDLE;
    long heardNanos;

    Member(String leaseId, ServedModule server, Instant since, long nowNanos) {
        this.leaseId = leaseId;
        this.server = server;
        this.since = since;
        this.heardNanos = nowNanos;
    }

    ServerEntry entry() {
        return new ServerEntry(server, presence, load, since);
    }
}
