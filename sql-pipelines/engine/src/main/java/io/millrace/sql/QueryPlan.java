package io.millrace.sql;

import io.millrace.sql.batch.Schema;

/**
 * What a checked query will do.
 *
 * @param schema the columns of its result
 * @param bounded true when it ends by itself, as {@code SELECT 1} and {@code table(...)} do
 * @param text the plan as indented text, one operator per line
 */
public record QueryPlan(Schema schema, boolean bounded, String text) {}
