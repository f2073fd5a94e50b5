package io.millrace.sql.bind;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Makes a plan cheaper without changing what it gives: projections are merged, filters sink towards the source, columns
 * that nobody reads are not read. A few fixed rules, no search: planning is part of the time to the first row.
 */
final class Optimizer {

    /** A filter that would grow beyond so many terms stays where it is. */
    private static final int MAX_COPIED = 200;

    private Optimizer() {}

    static Plan optimize(Plan plan) {
        BitSet all = new BitSet();
        all.set(0, plan.schema().size());
        Pruning.Result pruned = Pruning.prune(SeekHints.apply(simplify(plan)), all);
        return pruned.plan();
    }

    private static Plan simplify(Plan plan) {
        return switch (plan) {
            case Plan.Filter filter -> sink(simplify(filter.input()), filter.predicate());
            case Plan.Project project -> merge(simplify(project.input()), project);
            default -> Rebuild.overInput(plan, Optimizer::simplify);
        };
    }

    /**
     * Puts a filter as low as it may be. Below a projection unless one of the two is not the same each time; below the
     * window of a bounded input only: in a stream the rows that a filter drops still move the watermark.
     */
    private static Plan sink(Plan input, Expr predicate) {
        if (input instanceof Plan.Project project && sinksBelow(project, predicate)) {
            Expr moved =
                    Exprs.mapColumns(predicate, column -> project.expressions().get(((Expr.ColumnRef) column).index()));
            return merge(
                    sink(project.input(), moved),
                    new Plan.Project(project.input(), project.expressions(), project.schema()));
        }
        if (input instanceof Plan.Window window && Bound.bounded(input) && !Exprs.isStateful(predicate)) {
            BitSet columns = new BitSet();
            Exprs.columns(predicate, columns);
            if (columns.nextSetBit(window.input().schema().size()) < 0) {
                return new Plan.Window(
                        sink(window.input(), predicate), window.spec(), window.timeColumn(), window.schema());
            }
        }
        return new Plan.Filter(input, predicate);
    }

    private static boolean sinksBelow(Plan.Project project, Expr predicate) {
        int[] uses = new int[project.expressions().size()];
        count(predicate, uses);
        int copied = 0;
        for (int i = 0; i < uses.length && copied <= MAX_COPIED; i++) {
            copied += uses[i] * Exprs.size(project.expressions().get(i));
        }
        return copied <= MAX_COPIED
                && !Exprs.isVolatile(predicate)
                && project.expressions().stream().noneMatch(Exprs::isStateful)
                && readOf(project, predicate).stream().noneMatch(Exprs::isVolatile);
    }

    private static List<Expr> readOf(Plan.Project project, Expr expression) {
        BitSet columns = new BitSet();
        Exprs.columns(expression, columns);
        return columns.stream().mapToObj(project.expressions()::get).toList();
    }

    /** A projection over a projection is one, when that computes nothing twice. */
    private static Plan merge(Plan input, Plan.Project project) {
        if (input instanceof Plan.Project below && isMergeable(below, project)) {
            List<Expr> expressions = project.expressions().stream()
                    .map(expression -> Exprs.mapColumns(
                            expression, column -> below.expressions().get(((Expr.ColumnRef) column).index())))
                    .toList();
            return merge(below.input(), new Plan.Project(below.input(), expressions, project.schema()));
        }
        return isIdentity(input, project) ? input : new Plan.Project(input, project.expressions(), project.schema());
    }

    private static boolean isMergeable(Plan.Project below, Plan.Project above) {
        int[] uses = new int[below.expressions().size()];
        for (Expr expression : above.expressions()) {
            count(expression, uses);
        }
        for (int i = 0; i < uses.length; i++) {
            Expr expression = below.expressions().get(i);
            boolean free = expression instanceof Expr.ColumnRef || expression instanceof Expr.Literal;
            if (!free && (uses[i] > 1 || Exprs.isVolatile(expression))) {
                return false;
            }
        }
        return true;
    }

    private static void count(Expr expression, int[] uses) {
        if (expression instanceof Expr.ColumnRef column) {
            uses[column.index()]++;
        } else if (expression instanceof Expr.Call call) {
            call.arguments().forEach(argument -> count(argument, uses));
        }
    }

    private static boolean isIdentity(Plan input, Plan.Project project) {
        if (!input.schema().equals(project.schema())) {
            return false;
        }
        List<Integer> places = new ArrayList<>();
        for (Expr expression : project.expressions()) {
            if (!(expression instanceof Expr.ColumnRef column) || column.index() != places.size()) {
                return false;
            }
            places.add(column.index());
        }
        return true;
    }
}
