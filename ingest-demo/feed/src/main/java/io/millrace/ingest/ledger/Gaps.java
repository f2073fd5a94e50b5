package io.millrace.ingest.ledger;

import io.millrace.ingest.type.Gap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/** Writes and reads gaps that were lost. */
final class Gaps {

    private Gaps() {}

    static void write(DataOutput out, Gap gap) throws IOException {
        out.writeUTF(gap.series());
        out.writeLong(gap.first());
        out.writeLong(gap.last());
        out.writeLong(gap.opened().toEpochMilli());
        out.writeLong(Objects.requireNonNullElse(gap.closed(), gap.opened()).toEpochMilli());
        out.writeLong(gap.missing());
        out.writeLong(gap.refilled());
        out.writeUTF(Objects.requireNonNullElse(gap.reason(), ""));
    }

    static Gap read(DataInput in) throws IOException {
        return new Gap(
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                Gap.State.LOST,
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                in.readLong(),
                in.readLong(),
                in.readUTF());
    }
}
