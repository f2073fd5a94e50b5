package io.millrace.ksql.run;

import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Lays a record out as a full row. */
@FunctionalInterface
interface RowReader {

    /** Of streams whose values are full rows already. */
    RowReader LAID_OUT = (key, value, facts) -> value.values();

    @Nullable
    Object[] read(@Nullable Key key, Row value, Facts facts);

    /**
     * What is known of a record besides key and value.
     *
     * @param partition -1 when unknown, likewise the offset
     */
    record Facts(long timestamp, int partition, long offset, Headers headers) {}
}
