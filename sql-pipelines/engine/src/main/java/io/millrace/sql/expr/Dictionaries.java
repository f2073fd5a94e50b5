package io.millrace.sql.expr;

import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts that depend on one small integer alone, such as {@code 'device' || to_string(rand() % 4)}: each distinct
 * value is then computed once for the query's life.
 */
final class Dictionaries {

    private Dictionaries() {}

    /** The small integer that a text depends on; null when the call is of another shape. */
    static @Nullable Expr leaf(Expr.Call call) {
        if (call.type().storage() != TypeKind.Storage.BYTES || call.type().nullable()) {
            return null;
        }
        Search search = new Search();
        return search.descend(call) ? search.leaf : null;
    }

    /** The call with the leaf replaced by column 0. */
    static Expr overCodes(Expr expression, Expr leaf) {
        if (expression.equals(leaf)) {
            return new Expr.ColumnRef(0, leaf.text(), leaf.type());
        }
        if (!(expression instanceof Expr.Call call)) {
            return expression;
        }
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(overCodes(argument, leaf));
        }
        return new Expr.Call(call.function(), arguments, call.type(), call.key());
    }

    private static boolean isSmall(DataType type) {
        return !type.nullable()
                && switch (type.kind()) {
                    case BOOL, INT8, INT16, UINT8, UINT16, ENUM8, ENUM16 -> true;
                    default -> false;
                };
    }

    private static final class Search {

        private @Nullable Expr leaf;

        /** Goes down to the leaves; false when they are not one small integer. */
        boolean descend(Expr.Call call) {
            if (!call.function().deterministic()
                    || call.function().stateful()
                    || call.function().mayFail(call.arguments())) {
                return false;
            }
            for (Expr argument : call.arguments()) {
                if (!accept(argument)) {
                    return false;
                }
            }
            return true;
        }

        private boolean accept(Expr argument) {
            return switch (argument) {
                case Expr.Literal _ -> true;
                case Expr.Lambda _ -> false;
                case Expr.ColumnRef column -> isSmall(column.type()) && sameLeaf(column);
                case Expr.Call call -> isSmall(call.type()) ? sameLeaf(call) : descend(call);
            };
        }

        private boolean sameLeaf(Expr found) {
            Expr known = leaf;
            leaf = found;
            return known == null || known.equals(found);
        }
    }
}
