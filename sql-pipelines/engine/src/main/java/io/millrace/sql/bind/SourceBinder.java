package io.millrace.sql.bind;

import io.millrace.sql.SqlException;
import io.millrace.sql.SqlException.Code;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Query;
import io.millrace.sql.parse.Source;
import io.millrace.sql.parse.SqlParser;
import io.millrace.sql.parse.Statement;
import io.millrace.sql.parse.Unparser;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plan.WindowSpec;
import io.millrace.sql.plan.Relation;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Binds what stands after FROM: streams, views, CTEs, subqueries and table functions. */
final class SourceBinder {

    private static final String EVENT_TIME = "_tp_time";
    private static final int DEDUP_LIMIT = 10_000;
    private static final List<String> TABLE_FUNCTIONS = List.of("table", "tumble", "hop", "dedup", "session");

    private SourceBinder() {}

    static Bound bind(Source source, Environment environment) {
        return switch (source) {
            case Source.Named named -> named(named, environment);
            case Source.Nested nested ->
                QueryBinder.bind(nested.query(), environment).named(nested.alias());
            case Source.Function function -> function(function, environment).named(function.alias());
            case Source.Join join -> throw Errors.notSupported(join.position(), join.kind());
        };
    }

    private static Bound named(Source.Named named, Environment environment) {
        String name = named.parts().getLast();
        boolean plain = named.parts().size() == 1;
        Environment.NamedQuery cte = plain ? environment.ctes().get(name) : null;
        if (cte != null) {
            Bound bound = QueryBinder.bind(cte.query(), cte.environment().readBy(environment));
            return bound.named(name).named(named.alias());
        }
        if (plain || named.parts().getFirst().equals("default")) {
            Relation relation = environment.catalog().relation(name);
            if (relation != null) {
                return scan(relation, environment).named(named.alias());
            }
            String view = environment.catalog().view(name);
            if (view != null) {
                return view(name, view, environment, named.position()).named(named.alias());
            }
        }
        throw Errors.unknown(
                named.position(),
                Code.UNKNOWN_STREAM,
                "stream or view",
                String.join(".", named.parts()),
                environment.names());
    }

    private static Bound scan(Relation relation, Environment environment) {
        Schema schema = relation.schema();
        List<Integer> all = IntStream.range(0, schema.size()).boxed().toList();
        Plan scan = new Plan.Scan(
                schema,
                relation,
                all,
                environment.table(),
                environment.settings().scanOptions());
        Scope scope = Bound.scope(scan, relation.visibleColumns(), Set.of(relation.name()));
        return new Bound(scan, scope, -1, -1);
    }

    private static Bound view(String name, String sql, Environment environment, Position position) {
        try {
            if (SqlParser.parse(sql) instanceof Statement.Select(Query query)) {
                return QueryBinder.bind(query, environment.ofView()).named(name);
            }
        } catch (SqlException e) {
            throw Errors.at(position, e.code(), "in view " + name + ": " + e.reason());
        }
        throw Errors.at(position, Code.SYNTAX_ERROR, "view " + name + " is no query");
    }

    private static Bound function(Source.Function function, Environment environment) {
        return switch (function.name()) {
            case "table" -> table(function, environment);
            case "tumble" -> window(function, environment, WindowSpec.Kind.TUMBLE);
            case "hop" -> window(function, environment, WindowSpec.Kind.HOP);
            case "dedup" -> dedup(function, environment);
            case "session", "changelog", "remote", "numbers", "file", "url", "s3" ->
                throw Errors.notSupported(function.position(), "table function " + function.name());
            default ->
                throw Errors.unknown(
                        function.position(), Code.UNKNOWN_FUNCTION, "table function", function.name(), TABLE_FUNCTIONS);
        };
    }

    private static Bound table(Source.Function function, Environment environment) {
        arguments(function, 0, 0);
        Bound bound = bind(function.input(), environment.asTable());
        boolean stored = function.input() instanceof Source.Named && bound.plan() instanceof Plan.Scan;
        if (!stored && Bound.aggregates(bound.plan())) {
            throw Errors.at(
                    function.position(), Code.BAD_ARGUMENTS, "table() cannot read a query or view that aggregates");
        }
        return bound;
    }

    private static void arguments(Source.Function function, int min, int max) {
        int count = function.arguments().size();
        if (count < min || count > max) {
            throw Errors.at(
                    function.position(),
                    Code.NUMBER_OF_ARGUMENTS,
                    function.name() + " takes " + (min == max ? min : min + " to " + max)
                            + " arguments after its stream, found " + count);
        }
    }

    private static Bound window(Source.Function function, Environment environment, WindowSpec.Kind kind) {
        boolean hop = kind == WindowSpec.Kind.HOP;
        int sizes = hop ? 2 : 1;
        arguments(function, sizes, sizes + 2);
        List<Expression> arguments = new ArrayList<>(function.arguments());
        String zone = null;
        if (arguments.getLast() instanceof Expression.Text text) {
            zone = text.value();
            ExpressionBinder.located(() -> Types.checkZone(text.value()), text.position());
            arguments.removeLast();
        }
        Expression time = arguments.size() > sizes ? arguments.removeFirst() : null;
        if (arguments.size() != sizes) {
            throw Errors.at(
                    function.position(),
                    Code.BAD_ARGUMENTS,
                    function.name() + " takes a time column" + (hop ? ", a slide and a size" : " and a size"));
        }
        Expression.Interval size = interval(arguments.getLast(), function.name());
        Expression.Interval slide = interval(arguments.getFirst(), function.name());
        Bound input = bind(function.input(), environment);
        WithColumn timed = timeColumn(function, input, time);
        Expr.ColumnRef column = timed.column;
        checkTime(column.type(), function, time);
        checkSize(size, slide, column.type(), function.name());
        WindowSpec spec =
                new WindowSpec(kind, Literals.amount(slide), slide.unit(), Literals.amount(size), size.unit(), zone);
        return windowed(timed.bound, spec, column);
    }

    private static Bound windowed(Bound input, WindowSpec spec, Expr.ColumnRef time) {
        List<Column> columns = new ArrayList<>(input.plan().schema().columns());
        int start = columns.size();
        DataType type = time.type();
        columns.add(new Column("window_start", type));
        columns.add(new Column("window_end", type));
        Plan plan = new Plan.Window(input.plan(), spec, time.index(), new Schema(columns));
        List<Scope.Column> scope = new ArrayList<>();
        Set<String> qualifiers = Set.of();
        for (Scope.Column column : input.scope().columns()) {
            // the columns of an inner window step behind those of this one
            if (!column.name().equals("window_start") && !column.name().equals("window_end")) {
                scope.add(column);
            }
            qualifiers = column.qualifiers();
        }
        scope.add(new Scope.Column("window_start", type, start, true, qualifiers));
        scope.add(new Scope.Column("window_end", type, start + 1, true, qualifiers));
        return new Bound(plan, new Scope(scope), start, start + 1);
    }

    private static Expression.Interval interval(Expression expression, String function) {
        if (expression instanceof Expression.Interval interval) {
            return interval;
        }
        throw Errors.at(
                expression.position(),
                Code.BAD_ARGUMENTS,
                function + " needs an interval such as 5s here, found " + Unparser.text(expression));
    }

    /** A source that has a certain column. */
    private record WithColumn(Bound bound, Expr.ColumnRef column) {}

    private static WithColumn timeColumn(Source.Function function, Bound input, @Nullable Expression time) {
        if (time == null) {
            Scope.Column column = input.scope().find(List.of(EVENT_TIME));
            if (column == null) {
                throw Errors.at(
                        function.position(),
                        Code.UNKNOWN_IDENTIFIER,
                        function.name() + " needs a time column: its input has no " + EVENT_TIME
                                + ", name another one");
            }
            return new WithColumn(input, column.reference());
        }
        Expr expression = ExpressionBinder.bind(time, new RowNames(input.scope(), "the time of a window"));
        return withColumn(input, expression, Unparser.text(time));
    }

    /** Adds a computed column that {@code *} does not show. */
    private static WithColumn withColumn(Bound input, Expr expression, String name) {
        if (expression instanceof Expr.ColumnRef column) {
            return new WithColumn(input, column);
        }
        Plan plan = QueryBinder.extend(input.plan(), List.of(expression), List.of(name));
        int index = plan.schema().size() - 1;
        List<Scope.Column> columns = new ArrayList<>(input.scope().columns());
        columns.add(new Scope.Column(name, expression.type(), index, false, Set.of()));
        Bound bound = new Bound(plan, new Scope(columns), input.windowStart(), input.windowEnd());
        return new WithColumn(bound, new Expr.ColumnRef(index, name, expression.type()));
    }

    private static void checkTime(DataType type, Source.Function function, @Nullable Expression time) {
        if (!type.kind().isTimestamp() || type.nullable()) {
            throw Errors.at(
                    time == null ? function.position() : time.position(),
                    Code.ILLEGAL_TYPE_OF_ARGUMENT,
                    function.name() + " needs a time column of type datetime or datetime64, found " + type.text());
        }
    }

    private static void checkSize(Expression.Interval size, Expression.Interval slide, DataType type, String function) {
        for (Expression.Interval interval : List.of(size, slide)) {
            if (Literals.amount(interval) <= 0) {
                throw Errors.at(interval.position(), Code.BAD_ARGUMENTS, function + " needs intervals above 0");
            }
            int precision = type.kind() == TypeKind.DATETIME64 ? type.precision() : 0;
            if (digits(interval.unit()) > precision) {
                throw Errors.at(
                        interval.position(),
                        Code.BAD_ARGUMENTS,
                        "the interval's unit is finer than the time column's type " + type.text());
            }
        }
        if (size.unit().isCalendar() != slide.unit().isCalendar()) {
            throw Errors.at(
                    slide.position(), Code.BAD_ARGUMENTS, "slide and size must both be calendar units or neither");
        }
        if (length(slide) > length(size)) {
            throw Errors.at(slide.position(), Code.BAD_ARGUMENTS, "the slide of a hop must not exceed its size");
        }
    }

    /** Months or nanoseconds; as many as fit. */
    private static double length(Expression.Interval interval) {
        double unit = interval.unit().isCalendar()
                ? interval.unit().months()
                : interval.unit().nanos();
        return Literals.amount(interval) * unit;
    }

    private static int digits(TimeUnit unit) {
        return switch (unit) {
            case NANOSECOND -> 9;
            case MICROSECOND -> 6;
            case MILLISECOND -> 3;
            default -> 0;
        };
    }

    private static Bound dedup(Source.Function function, Environment environment) {
        List<Expression> keys = new ArrayList<>(function.arguments());
        int limit = DEDUP_LIMIT;
        if (!keys.isEmpty() && keys.getLast() instanceof Expression.Numeral number) {
            limit = (int) Math.min(Integer.MAX_VALUE, Literals.count(number, "the limit of dedup"));
            keys.removeLast();
        }
        long ttl = 0;
        if (!keys.isEmpty() && keys.getLast() instanceof Expression.Interval interval) {
            ttl = Literals.millis(interval, "the time to live of dedup", 0);
            keys.removeLast();
        }
        if (keys.isEmpty() || limit < 1) {
            throw Errors.at(
                    function.position(), Code.BAD_ARGUMENTS, "dedup needs at least one key and a limit of at least 1");
        }
        Bound bound = bind(function.input(), environment);
        int[] indexes = new int[keys.size()];
        for (int i = 0; i < indexes.length; i++) {
            Expression key = keys.get(i);
            Expr expression = ExpressionBinder.bind(key, new RowNames(bound.scope(), "a key of dedup"));
            WithColumn with = withColumn(bound, expression, Unparser.text(key));
            bound = with.bound;
            indexes[i] = with.column.index();
        }
        Plan plan = new Plan.Dedup(bound.plan(), Arrays.stream(indexes).boxed().toList(), limit, ttl);
        return new Bound(plan, bound.scope(), bound.windowStart(), bound.windowEnd());
    }
}
