package io.millrace.connector.proton;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;

/** What the server says about a running query. */
sealed interface Answer {

    /** Its columns; the first answer of a query that gives rows. */
    record Header(Schema schema) implements Answer {}

    /** Rows, at least one. */
    record Rows(RowBatch batch) implements Answer {}

    /** It works. */
    record Progress() implements Answer {}

    /** Nothing more will come. */
    record End() implements Answer {}
}
