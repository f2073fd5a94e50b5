package io.millrace.ksql.client;

/**
 * A column of a result or of a table.
 *
 * @param name as the server has it: {@code VEH_ID}
 * @param type {@code INTEGER}, {@code STRING}...
 * @param key whether it is part of the key, as far as the server says
 */
public record KsqlColumn(String name, String type, boolean key) {}
