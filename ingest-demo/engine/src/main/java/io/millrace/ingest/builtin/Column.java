package io.millrace.ingest.builtin;

/**
 * A column of a table.
 *
 * @param name of the column, and of the field of a row that goes there
 * @param type in the words of the database
 */
public record Column(String name, String type) {}
