package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.ast.Relation.Join.Kind;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.plan.Layout.Role;
import io.millrace.ksql.plan.Layout.Slot;
import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import java.util.ArrayList;
import java.util.List;

/** Checks and plans joins. */
final class Joins {

    private final Context context;

    Joins(Context context) {
        this.context = context;
    }

    private record Sides(Expression left, Expression right) {}

    Origins join(Origins left, Origins right, Relation.Join join) {
        Origin.Source table = (Origin.Source) right.origin();
        if (left.aliases().contains(table.alias())) {
            throw KsqlException.at(
                    join.right().position(),
                    "two sources are called " + table.alias() + ": give one of them another name with AS");
        }
        RowScope leftScope = new RowScope(left.origin().layout());
        RowScope rightScope = new RowScope(table.layout());
        Sides sides = sides(join, leftScope, rightScope);
        TypedExpression leftKey = context.compiler(leftScope).compile(sides.left());
        TypedExpression rightKey = context.compiler(rightScope).compile(sides.right());
        if (!leftKey.type().equals(rightKey.type())) {
            throw KsqlException.at(
                    join.on().position(),
                    "the two sides of a join must be of one type, but " + leftKey.text() + " is of type "
                            + leftKey.type().text() + " and " + rightKey.text() + " of type "
                            + rightKey.type().text() + ": CAST one of them");
        }
        boolean leftIsKey = left.keys().isOnly(leftScope.canonical(sides.left()));
        boolean rightIsKey = right.keys().isOnly(rightScope.canonical(sides.right()));
        Origin.Join.Type type = type(left, table, join, leftIsKey);
        check(type, join, table, rightIsKey);
        checkWindows(left.origin(), table, join.position());
        boolean synthetic = isSynthetic(type, join.kind(), sides);
        Layout layout = layout(left, table, leftKey.type(), synthetic);
        Keys keys = type == Origin.Join.Type.FOREIGN_KEY ? left.keys() : keys(layout, sides, synthetic);
        boolean stream = type == Origin.Join.Type.STREAM_STREAM;
        Origin origin = new Origin.Join(
                left.origin(),
                table,
                join.kind(),
                type,
                leftKey,
                rightKey,
                join.within(),
                (stream || type == Origin.Join.Type.STREAM_TABLE) && !leftIsKey,
                stream && !rightIsKey,
                layout);
        return new Origins(origin, keys);
    }

    /** Which operand of ON belongs to which source. */
    private static Sides sides(Relation.Join join, RowScope left, RowScope right) {
        if (!(join.on() instanceof Comparison comparison) || comparison.sign() != Comparison.Sign.EQUAL) {
            throw KsqlException.at(
                    join.on().position(),
                    "ON needs one equation, such as a.id = b.id, not " + ExpressionText.of(join.on()));
        }
        if (left.knowsAll(comparison.left()) && right.knowsAll(comparison.right())) {
            return new Sides(comparison.left(), comparison.right());
        }
        if (left.knowsAll(comparison.right()) && right.knowsAll(comparison.left())) {
            return new Sides(comparison.right(), comparison.left());
        }
        // says which column is unknown or ambiguous, if that is the reason
        throw KsqlException.at(
                comparison.position(),
                "one side of ON must be made of columns of " + join.right().alias()
                        + ", the other of columns of what stands before it: " + ExpressionText.of(comparison));
    }

    private static Origin.Join.Type type(Origins left, Origin.Source right, Relation.Join join, boolean leftIsKey) {
        if (!left.origin().isTable()) {
            return right.isTable() ? Origin.Join.Type.STREAM_TABLE : Origin.Join.Type.STREAM_STREAM;
        }
        if (!right.isTable()) {
            throw KsqlException.at(
                    join.right().position(), "a table cannot be joined with a stream: put the stream first");
        }
        return leftIsKey ? Origin.Join.Type.TABLE_TABLE : Origin.Join.Type.FOREIGN_KEY;
    }

    private static void check(Origin.Join.Type type, Relation.Join join, Origin.Source right, boolean rightIsKey) {
        Relation.Within within = join.within();
        if (type == Origin.Join.Type.STREAM_STREAM && within == null) {
            throw KsqlException.at(
                    join.position(), "a join of two streams needs WITHIN: how far apart in time two rows may be");
        }
        if (type != Origin.Join.Type.STREAM_STREAM && within != null) {
            throw KsqlException.at(within.position(), "WITHIN belongs to joins of two streams only");
        }
        boolean inner = join.kind() == Kind.INNER || join.kind() == Kind.LEFT;
        if (!inner && (type == Origin.Join.Type.STREAM_TABLE || type == Origin.Join.Type.FOREIGN_KEY)) {
            throw KsqlException.at(
                    join.position(),
                    join.kind() + " JOIN of "
                            + (type == Origin.Join.Type.STREAM_TABLE
                                    ? "a stream with a table"
                                    : "tables by a foreign key")
                            + " is not possible: only INNER and LEFT are");
        }
        if (type != Origin.Join.Type.STREAM_STREAM && !rightIsKey) {
            throw KsqlException.at(
                    join.on().position(),
                    "the table " + right.alias() + " can only be joined on its primary key "
                            + String.join(
                                    ", ",
                                    right.source().schema().keys().stream()
                                            .map(Column::name)
                                            .toList()));
        }
    }

    private static void checkWindows(Origin left, Origin.Source right, Position position) {
        boolean one = Origins.windowing(left) != null;
        boolean other = right.source().windowing() != null;
        if (one != other) {
            throw KsqlException.at(position, "a windowed source can only be joined with another windowed source");
        }
    }

    /** True when no column of either side always holds the key. */
    private static boolean isSynthetic(Origin.Join.Type type, Kind kind, Sides sides) {
        boolean column = sides.left() instanceof Expression.Name || sides.right() instanceof Expression.Name;
        return type != Origin.Join.Type.FOREIGN_KEY && (kind == Kind.FULL || !column);
    }

    private static Layout layout(Origins left, Origin.Source right, SqlType key, boolean synthetic) {
        List<Slot> slots = new ArrayList<>(left.origin().layout().slots());
        slots.addAll(right.layout().slots());
        // a name that nobody can write, unless the key has no other
        String name = synthetic ? Origins.ROWKEY : "";
        slots.add(new Slot(null, name, key, Role.JOIN_KEY));
        return new Layout(slots);
    }

    private static Keys keys(Layout layout, Sides sides, boolean synthetic) {
        int index = layout.size() - 1;
        RowScope scope = new RowScope(layout);
        List<String> meanings = new ArrayList<>(List.of(Origins.place(index)));
        if (!synthetic) {
            meanings.add(scope.canonical(sides.left()));
            meanings.add(scope.canonical(sides.right()));
        }
        Expression named = sides.left() instanceof Expression.Name ? sides.left() : sides.right();
        String shown = synthetic
                ? Origins.ROWKEY
                : ExpressionText.of(sides.left()) + " or " + ExpressionText.of(sides.right());
        String name = !synthetic && named instanceof Expression.Name column ? column.name() : Origins.ROWKEY;
        return new Keys(List.of(new Keys.Part(index, name, meanings, shown)));
    }
}
