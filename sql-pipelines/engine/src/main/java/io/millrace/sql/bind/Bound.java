package io.millrace.sql.bind;

import io.millrace.sql.batch.Column;
import io.millrace.sql.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bound source or query.
 *
 * @param windowStart index of the window's start in the plan, -1 when the rows are in no window
 * @param windowEnd index of the window's end, -1 when the rows are in no window
 */
record Bound(Plan plan, Scope scope, int windowStart, int windowEnd) {

    /** All columns of a plan, visible, under a name. */
    static Bound of(Plan plan, @Nullable String qualifier) {
        return new Bound(plan, scope(plan, plan.schema().size(), qualifiers(qualifier)), -1, -1);
    }

    static Scope scope(Plan plan, int visible, Set<String> qualifiers) {
        List<Scope.Column> columns = new ArrayList<>();
        for (int i = 0; i < plan.schema().size(); i++) {
            Column column = plan.schema().column(i);
            columns.add(new Scope.Column(column.name(), column.type(), i, i < visible, qualifiers));
        }
        return new Scope(columns);
    }

    static Set<String> qualifiers(@Nullable String name) {
        return name == null ? Set.of() : Set.of(name);
    }

    /** The same under one more name. */
    Bound named(@Nullable String alias) {
        if (alias == null) {
            return this;
        }
        List<Scope.Column> columns = new ArrayList<>();
        for (Scope.Column column : scope.columns()) {
            Set<String> qualifiers = new java.util.HashSet<>(column.qualifiers());
            qualifiers.add(alias);
            columns.add(new Scope.Column(
                    column.name(), column.type(), column.index(), column.visible(), Set.copyOf(qualifiers)));
        }
        return new Bound(plan, new Scope(columns), windowStart, windowEnd);
    }

    /** True when the rows end by themselves because what is read ends. */
    static boolean bounded(Plan plan) {
        return switch (plan) {
            case Plan.Values _ -> true;
            case Plan.Scan scan -> scan.bounded();
            default -> plan.inputs().stream().allMatch(Bound::bounded);
        };
    }

    /** True when the rows end by themselves for whatever reason, a LIMIT too. */
    static boolean ends(Plan plan) {
        return switch (plan) {
            case Plan.Values _ -> true;
            case Plan.Scan scan -> scan.bounded();
            case Plan.Limit limit -> limit.limit().isPresent() || ends(limit.input());
            default -> plan.inputs().stream().allMatch(Bound::ends);
        };
    }

    static boolean aggregates(Plan plan) {
        return plan instanceof Plan.Aggregate || plan.inputs().stream().anyMatch(Bound::aggregates);
    }
}
