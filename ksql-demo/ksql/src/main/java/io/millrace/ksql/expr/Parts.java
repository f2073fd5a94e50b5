package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import io.millrace.sql.parse.Similarity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arrays, maps and structs: taking apart and putting together. */
final class Parts {

    private Parts() {}

    static Typed subscript(ExpressionCompiler compiler, Expression.Subscript subscript) {
        Typed base = compiler.typed(subscript.base());
        RowExpression container = base.code();
        if (base.type() instanceof ArrayOf array) {
            Typed typed = compiler.typed(subscript.index());
            SqlType index = typed.type();
            if (index != Scalar.INTEGER && index != Scalar.BIGINT) {
                throw KsqlException.at(
                        subscript.index().position(), "an array's index is a whole number, not " + index.text());
            }
            RowExpression place = typed.code();
            return new Typed(
                    array.item(), row -> element((List<?>) container.evaluate(row), (Number) place.evaluate(row)));
        }
        if (base.type() instanceof MapOf map) {
            RowExpression key =
                    compiler.coerced(subscript.index(), map.key(), "the key").code();
            return new Typed(map.value(), row -> {
                Map<?, ?> values = (Map<?, ?>) container.evaluate(row);
                Object wanted = values == null ? null : key.evaluate(row);
                return values == null || wanted == null ? null : values.get(wanted);
            });
        }
        throw KsqlException.at(
                subscript.position(),
                "[...] works on arrays and maps, but " + ExpressionText.of(subscript.base()) + " is of type "
                        + base.type().text());
    }

    /** From 1; negative from the end; NULL outside. */
    private static @Nullable Object element(@Nullable List<?> values, @Nullable Number index) {
        if (values == null || index == null) {
            return null;
        }
        long place = index.longValue();
        long at = place < 0 ? values.size() + place : place - 1;
        return place == 0 || at < 0 || at >= values.size() ? null : values.get((int) at);
    }

    static Typed field(Expression.Dereference dereference, Typed base) {
        if (!(base.type() instanceof StructOf struct)) {
            throw KsqlException.at(
                    dereference.position(),
                    "-> works on structs, but " + ExpressionText.of(dereference.base()) + " is of type "
                            + base.type().text());
        }
        int index = struct.indexOf(dereference.field());
        if (index < 0) {
            List<String> names =
                    struct.fields().stream().map(SqlType.Field::name).toList();
            String nearest = Similarity.nearest(dereference.field(), names);
            throw KsqlException.at(
                    dereference.position(),
                    ExpressionText.of(dereference.base()) + " has no field " + dereference.field()
                            + (nearest == null ? ", only " + String.join(", ", names) : ": perhaps " + nearest));
        }
        RowExpression code = base.code();
        return new Typed(
                struct.fields().get(index).type(), row -> code.evaluate(row) instanceof Struct s ? s.get(index) : null);
    }

    static Typed array(ExpressionCompiler compiler, Expression.NewArray array) {
        List<Typed> typed = array.items().stream().map(compiler::typed).toList();
        SqlType item = Conditions.commonType(array.items(), typed, "the items of ARRAY");
        if (item == Scalar.NULL) {
            throw KsqlException.at(
                    array.position(),
                    "the type of this array is unknown: give it an item that is not NULL, or CAST it");
        }
        List<RowExpression> items =
                typed.stream().map(value -> Conditions.as(value, item)).toList();
        return new Typed(new ArrayOf(item), row -> {
            List<@Nullable Object> values = new ArrayList<>(items.size());
            for (RowExpression code : items) {
                values.add(code.evaluate(row));
            }
            return values;
        });
    }

    static Typed map(ExpressionCompiler compiler, Expression.NewMap map) {
        List<Expression> keys =
                map.entries().stream().map(Expression.Entry::key).toList();
        List<Expression> values =
                map.entries().stream().map(Expression.Entry::value).toList();
        List<Typed> typedKeys = keys.stream().map(compiler::typed).toList();
        List<Typed> typedValues = values.stream().map(compiler::typed).toList();
        SqlType key = Conditions.commonType(keys, typedKeys, "the keys of MAP");
        SqlType value = Conditions.commonType(values, typedValues, "the values of MAP");
        if (key == Scalar.NULL || value == Scalar.NULL) {
            throw KsqlException.at(
                    map.position(), "the type of this map is unknown: give it an entry without NULL, or CAST it");
        }
        List<RowExpression> keyCodes =
                typedKeys.stream().map(typed -> Conditions.as(typed, key)).toList();
        List<RowExpression> valueCodes =
                typedValues.stream().map(typed -> Conditions.as(typed, value)).toList();
        return new Typed(new MapOf(key, value), row -> {
            Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
            for (int i = 0; i < keyCodes.size(); i++) {
                result.put(keyCodes.get(i).evaluate(row), valueCodes.get(i).evaluate(row));
            }
            return result;
        });
    }

    static Typed struct(ExpressionCompiler compiler, Expression.NewStruct struct) {
        List<SqlType.Field> fields = new ArrayList<>();
        List<RowExpression> codes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Expression.Member member : struct.members()) {
            if (!names.add(member.name())) {
                throw KsqlException.at(member.position(), "the struct has two fields named " + member.name());
            }
            Typed value = compiler.typed(member.value());
            fields.add(new SqlType.Field(member.name(), value.type() == Scalar.NULL ? Scalar.STRING : value.type()));
            codes.add(value.code());
        }
        return new Typed(new StructOf(fields), row -> {
            @Nullable Object[] values = new Object[codes.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = codes.get(i).evaluate(row);
            }
            return Struct.of(values);
        });
    }
}
