package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One group for all rows. */
final class NoKeyTable extends KeyTable {

    NoKeyTable(QueryContext context, @Nullable GroupNumbers shared) {
        super(context, shared);
    }

    /** The only group's number. */
    int group() {
        return size() == 0 ? added() : number(0);
    }

    @Override
    void assign(RowBatch batch, int from, int to, int[] groups) {
        Arrays.fill(groups, from, to, group());
    }

    @Override
    Vector[] view() {
        return new Vector[0];
    }
}
