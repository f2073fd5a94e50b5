package io.millrace.gateway.app;

import io.millrace.sql.QueryPlan;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a query will do. */
@Schema(name = "Plan")
record PlanView(
        @Schema(description = "The columns of a row") List<ColumnView> columns,

        @Schema(description = "true when the query ends by itself")
        boolean bounded,

        @Schema(description = "The plan, one operator per line")
        String plan) {

    /** A column of a result. */
    record ColumnView(String name, String type) {}

    static PlanView of(QueryPlan plan) {
        return new PlanView(
                plan.schema().columns().stream()
                        .map(column ->
                                new ColumnView(column.name(), column.type().text()))
                        .toList(),
                plan.bounded(),
                plan.text());
    }
}
