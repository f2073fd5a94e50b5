package io.millrace.sql.batch;

import io.millrace.sql.type.DataType;

/** Name and type of a result column. Names are case-sensitive. */
public record Column(String name, DataType type) {}
