package io.millrace.sql.bind;

import io.millrace.sql.plan.Plan;
import java.util.function.UnaryOperator;

/** Makes plans anew over changed inputs. */
final class Rebuild {

    private Rebuild() {}

    /** The same operator over another input of the same columns; a leaf stays as it is. */
    static Plan overInput(Plan plan, UnaryOperator<Plan> change) {
        return switch (plan) {
            case Plan.Values _, Plan.Scan _ -> plan;
            case Plan.Filter filter -> new Plan.Filter(change.apply(filter.input()), filter.predicate());
            case Plan.Project project ->
                new Plan.Project(change.apply(project.input()), project.expressions(), project.schema());
            case Plan.Window window ->
                new Plan.Window(change.apply(window.input()), window.spec(), window.timeColumn(), window.schema());
            case Plan.Aggregate a ->
                new Plan.Aggregate(
                        change.apply(a.input()),
                        a.keys(),
                        a.calls(),
                        a.windowStart(),
                        a.windowEnd(),
                        a.emit(),
                        a.version(),
                        a.bounded(),
                        a.schema());
            case Plan.Distinct distinct -> new Plan.Distinct(change.apply(distinct.input()));
            case Plan.Dedup dedup ->
                new Plan.Dedup(change.apply(dedup.input()), dedup.keys(), dedup.limit(), dedup.ttlMillis());
            case Plan.Sort sort -> new Plan.Sort(change.apply(sort.input()), sort.keys());
            case Plan.Limit limit -> new Plan.Limit(change.apply(limit.input()), limit.limit(), limit.offset());
            case Plan.LimitBy limit ->
                new Plan.LimitBy(change.apply(limit.input()), limit.limit(), limit.offset(), limit.keys());
        };
    }
}
