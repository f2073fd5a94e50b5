package io.millrace.sql.plan;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows plans as text: one operator per line, inputs indented below their reader. */
public final class Plans {

    private Plans() {}

    /** The text that EXPLAIN gives, lines separated by {@code \n}, none at the end. */
    public static String text(Plan plan) {
        List<String> lines = new ArrayList<>();
        write(plan, 0, lines);
        return String.join("\n", lines);
    }

    private static void write(Plan plan, int depth, List<String> lines) {
        lines.add("  ".repeat(depth) + line(plan));
        for (Plan input : plan.inputs()) {
            write(input, depth + 1, lines);
        }
    }

    private static String line(Plan plan) {
        return switch (plan) {
            case Plan.Values values -> "Values rows=" + values.rows().size();
            case Plan.Scan scan -> scan(scan);
            case Plan.Filter filter -> "Filter " + filter.predicate().text();
            case Plan.Project project -> "Project " + projection(project);
            case Plan.Window window -> window(window);
            case Plan.Aggregate aggregate -> aggregate(aggregate);
            case Plan.Distinct _ -> "Distinct";
            case Plan.Dedup dedup ->
                "Dedup keys=" + names(dedup.keys(), dedup.schema()) + " limit=" + dedup.limit()
                        + (dedup.ttlMillis() > 0 ? " ttl=" + dedup.ttlMillis() + "ms" : "");
            case Plan.Sort sort -> "Sort " + sort(sort);
            case Plan.Limit limit -> limit(limit);
            case Plan.LimitBy limit ->
                "LimitBy " + limit.limit() + (limit.offset() > 0 ? " offset=" + limit.offset() : "") + " keys="
                        + names(limit.keys(), limit.schema());
        };
    }

    private static String scan(Plan.Scan scan) {
        StringBuilder text = new StringBuilder("Scan ")
                .append(scan.relation().name())
                .append(scan.schema().columns().stream().map(Column::name).collect(Collectors.joining(", ", "(", ")")))
                .append(scan.bounded() ? " bounded" : " streaming");
        Plan.ScanOptions options = scan.options();
        if (options.eps() >= 0) {
            text.append(" eps=").append(options.eps());
        }
        if (options.maxEvents() > 0) {
            text.append(" max_events=").append(options.maxEvents());
        }
        if (options.seekTo() != null) {
            text.append(" seek_to=").append(options.seekTo());
        }
        return text.toString();
    }

    private static String projection(Plan.Project project) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            String text = project.expressions().get(i).text();
            String name = project.schema().column(i).name();
            columns.add(text.equals(name) ? text : text + " AS " + name);
        }
        return String.join(", ", columns);
    }

    private static String window(Plan.Window window) {
        Plan.WindowSpec spec = window.spec();
        String size = spec.size() + spec.sizeUnit().suffix();
        String slide = spec.kind() == Plan.WindowSpec.Kind.HOP
                ? spec.slide() + spec.slideUnit().suffix() + ", "
                : "";
        return "Window " + spec.kind().name().toLowerCase(Locale.ROOT) + "("
                + window.input().schema().column(window.timeColumn()).name() + ", " + slide + size
                + (spec.zone() == null ? "" : ", '" + spec.zone() + "'") + ")";
    }

    private static String aggregate(Plan.Aggregate aggregate) {
        StringBuilder text = new StringBuilder("Aggregate keys=")
                .append(names(aggregate.keys(), aggregate.input().schema()))
                .append(" calls=")
                .append(aggregate.calls().stream()
                        .map(call -> (call.distinct() ? "distinct " : "")
                                + call.function().name()
                                + call.arguments().stream().map(Expr::text).collect(Collectors.joining(", ", "(", ")")))
                        .collect(Collectors.joining(", ", "[", "]")));
        if (aggregate.version()) {
            text.append(" version");
        }
        return text.append(" emit=").append(emit(aggregate.emit())).toString();
    }

    private static String emit(Emit emit) {
        return switch (emit) {
            case Emit.AfterWindow after ->
                "after window" + (after.delayMillis() > 0 ? " delay " + after.delayMillis() + "ms" : "")
                        + (after.timeoutMillis() > 0 ? " timeout " + after.timeoutMillis() + "ms" : "");
            case Emit.Periodic periodic ->
                "periodic " + periodic.periodMillis() + "ms" + (periodic.repeat() ? " repeat" : "");
            case Emit.OnUpdate update ->
                "on update" + (update.batchMillis() > 0 ? " batch " + update.batchMillis() + "ms" : "");
            case Emit.PerEvent _ -> "per event";
            case Emit.AtEnd _ -> "at end";
        };
    }

    private static String sort(Plan.Sort sort) {
        return sort.keys().stream()
                .map(key -> sort.schema().column(key.column()).name()
                        + (key.ascending() ? "" : " desc")
                        + (key.nullsFirst() ? " nulls first" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String limit(Plan.Limit limit) {
        String rows = limit.limit().isPresent() ? " " + limit.limit().getAsLong() : "";
        return "Limit" + rows + (limit.offset() > 0 ? " offset=" + limit.offset() : "");
    }

    private static String names(List<Integer> columns, Schema schema) {
        return columns.stream().map(index -> schema.column(index).name()).collect(Collectors.joining(", ", "[", "]"));
    }
}
