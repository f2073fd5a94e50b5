package io.millrace.connector.clickhouse;

/**
 * How near a table is to being told to slow down: ClickHouse merges the parts that inserts make, and refuses inserts
 * when too many wait. Fewer and larger batches help.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public interface PartsPressure {

    /**
     * Active parts of the fullest partition, in percent of the number at which ClickHouse delays inserts; 0 when nobody
     * is connected or it cannot be told, and above 100 when inserts are delayed. Asks the server, which takes
     * milliseconds.
     */
    int partsPressurePercent();
}
