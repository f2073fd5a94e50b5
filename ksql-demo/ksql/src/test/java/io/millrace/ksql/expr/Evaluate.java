package io.millrace.ksql.expr;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.TypeName;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.type.SqlType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over one row of named columns. */
public final class Evaluate {

    /** Printed with every failure through the expression's own text: the random functions are reproducible. */
    private static final long SEED = 42;

    private record Value(SqlType type, @Nullable Object value) {}

    private final Map<String, Value> columns = new LinkedHashMap<>();

    /** With one more column. */
    public Evaluate with(String name, SqlType type, @Nullable Object value) {
        columns.put(name, new Value(type, value));
        return this;
    }

    private Scope scope() {
        return name -> {
            int index = 0;
            for (Map.Entry<String, Value> column : columns.entrySet()) {
                if (column.getKey().equals(name.name())) {
                    return new Scope.Place(index, column.getValue().type());
                }
                index++;
            }
            throw KsqlException.at(name.position(), "no column " + name.name());
        };
    }

    private static SqlType known(TypeName type) {
        return switch (type) {
            case TypeName.Known known -> known.type();
            case TypeName.ArrayOf array -> new SqlType.ArrayOf(known(array.item()));
            case TypeName.MapOf map -> new SqlType.MapOf(known(map.key()), known(map.value()));
            case TypeName.StructOf struct ->
                new SqlType.StructOf(struct.fields().stream()
                        .map(field -> new SqlType.Field(field.name(), known(field.type())))
                        .toList());
            case TypeName.Named named -> throw KsqlException.at(named.position(), "no type " + named.name());
        };
    }

    /** The compiled expression. */
    public TypedExpression compile(String text) {
        return new ExpressionCompiler(scope(), Evaluate::known, Functions.STANDARD)
                .compile(KsqlParser.parseExpression(text));
    }

    /** Its value; failures come as they are. */
    public @Nullable Object value(String text) {
        RowContext context = new RowContext(
                Ticker.SYSTEM, RandomGeneratorFactory.of("L64X128MixRandom").create(SEED));
        @Nullable Object[] row = columns.values().stream().map(Value::value).toArray();
        return compile(text).code().evaluate(context.at(row));
    }

    /** Type and value: {@code INTEGER 3}. */
    public String shown(String text) {
        return compile(text).type().text() + " " + value(text);
    }
}
