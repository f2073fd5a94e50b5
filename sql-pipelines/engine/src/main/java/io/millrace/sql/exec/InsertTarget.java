package io.millrace.sql.exec;

import io.millrace.sql.batch.Schema;

/**
 * Where the rows of an INSERT go.
 *
 * @param columns those that the statement names, in its order; the stream's others get their defaults
 */
public record InsertTarget(String stream, Schema columns) {}
