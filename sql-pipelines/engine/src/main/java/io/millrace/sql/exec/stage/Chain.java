package io.millrace.sql.exec.stage;

import io.millrace.sql.plan.Plan;
import java.util.BitSet;
import java.util.List;

/** Builds the stages of a plan. */
public final class Chain {

    private final QueryContext context;

    private Chain(QueryContext context) {
        this.context = context;
    }

    /**
     * The stages of a plan with one leaf.
     *
     * @param output takes the result
     * @return takes the rows of the leaf
     */
    public static Stage of(Plan plan, QueryContext context, Stage output) {
        BitSet all = new BitSet();
        all.set(0, plan.schema().size());
        return new Chain(context).build(plan, all, output);
    }

    /** The leaf of a plan: a scan or values. */
    public static Plan leaf(Plan plan) {
        Plan leaf = plan;
        while (!leaf.inputs().isEmpty()) {
            leaf = leaf.inputs().getFirst();
        }
        return leaf;
    }

    /**
     * The first stage of those for a plan.
     *
     * @param needed columns of the plan's result that the next stage reads
     */
    private Stage build(Plan plan, BitSet needed, Stage next) {
        return switch (plan) {
            case Plan.Values _, Plan.Scan _ -> next;
            case Plan.Filter filter -> {
                BitSet wanted = (BitSet) needed.clone();
                Columns.add(filter.predicate(), wanted);
                yield build(filter.input(), wanted, new FilterStage(filter.predicate(), needed, context, next));
            }
            case Plan.Project project ->
                build(
                        project.input(),
                        Columns.of(project.expressions()),
                        new ProjectStage(project.expressions(), project.schema(), context, next));
            case Plan.Window window -> {
                BitSet wanted = (BitSet) needed.clone();
                wanted.clear(window.input().schema().size(), wanted.length() + 1);
                wanted.set(window.timeColumn());
                yield build(window.input(), wanted, new WindowStage(window, context, next));
            }
            case Plan.Aggregate aggregate -> aggregate(aggregate, next);
            case Plan.Distinct distinct ->
                build(distinct.input(), all(distinct.input()), new DistinctStage(distinct.schema(), context, next));
            case Plan.Dedup dedup ->
                build(
                        dedup.input(),
                        with(needed, dedup.keys()),
                        new DedupStage(dedup.keys(), dedup.limit(), dedup.ttlMillis(), context, next));
            case Plan.Sort sort ->
                build(
                        sort.input(),
                        all(sort.input()),
                        new SortStage(sort.keys(), sort.schema(), !bounded(sort.input()), context, next));
            case Plan.Limit limit -> {
                LimitStage stage = new LimitStage(limit.limit().orElse(Long.MAX_VALUE), limit.offset(), context, next);
                Stage first = build(limit.input(), needed, stage);
                stage.start();
                yield first;
            }
            case Plan.LimitBy limit ->
                build(
                        limit.input(),
                        with(needed, limit.keys()),
                        new LimitByStage(
                                limit.limit(),
                                limit.offset(),
                                limit.keys(),
                                limit.schema(),
                                emits(limit.input()) && !bounded(limit.input()),
                                context,
                                next));
        };
    }

    private Stage aggregate(Plan.Aggregate plan, Stage next) {
        BitSet wanted = new BitSet();
        plan.keys().forEach(wanted::set);
        for (Plan.AggregateCall call : plan.calls()) {
            call.arguments().forEach(argument -> Columns.add(argument, wanted));
        }
        if (plan.windowEnd() < 0) {
            return build(plan.input(), wanted, new GlobalAggregateStage(plan, context, next));
        }
        wanted.set(plan.windowStart());
        wanted.set(plan.windowEnd());
        return build(plan.input(), wanted, new WindowedAggregateStage(plan, context, next));
    }

    private static BitSet all(Plan plan) {
        BitSet all = new BitSet();
        all.set(0, plan.schema().size());
        return all;
    }

    private static BitSet with(BitSet needed, List<Integer> columns) {
        BitSet wanted = (BitSet) needed.clone();
        columns.forEach(wanted::set);
        return wanted;
    }

    /** True when the plan's rows come in emissions of an aggregation. */
    private static boolean emits(Plan plan) {
        return plan instanceof Plan.Aggregate || plan.inputs().stream().anyMatch(Chain::emits);
    }

    /** True when the plan's rows end by themselves. */
    private static boolean bounded(Plan plan) {
        return switch (plan) {
            case Plan.Values _ -> true;
            case Plan.Scan scan -> scan.bounded();
            case Plan.Aggregate aggregate -> aggregate.bounded() || bounded(aggregate.input());
            default -> bounded(plan.inputs().getFirst());
        };
    }
}
