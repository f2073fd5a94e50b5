package io.millrace.sql.plan;

import io.millrace.sql.batch.Schema;

/** Something that can be read by name: a stream, a random stream, a materialized view. */
public interface Relation {

    String name();

    /** User columns, then {@code _tp_time}. Virtual columns ({@code _tp_sn}) follow and are not part of {@code *}. */
    Schema schema();

    /** How many of the columns {@code *} gives. */
    int visibleColumns();
}
