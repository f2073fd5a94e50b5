package io.millrace.ksql.plan;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.type.Casts;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Similarity;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** INSERT INTO. */
final class Inserts {

    private final Context context;
    private final Ticker ticker;

    Inserts(Context context, Ticker ticker) {
        this.context = context;
        this.ticker = ticker;
    }

    StatementPlan query(Statement.InsertSelect insert, DataSource target, QueryPlan plan) {
        Position position = insert.position();
        if (target.isTable() || plan.kind() == Statement.Kind.TABLE) {
            throw KsqlException.at(position, "INSERT INTO ... SELECT goes from streams into a stream");
        }
        writable(target, position);
        List<Column> given = plan.schema().columns();
        List<Column> wanted = target.schema().columns();
        for (int i = 0; i < Math.max(given.size(), wanted.size()); i++) {
            if (i >= given.size() || i >= wanted.size() || !given.get(i).equals(wanted.get(i))) {
                throw KsqlException.at(
                        insert.query().position(),
                        "the query gives " + plan.schema().text() + ", but " + target.name() + " has "
                                + target.schema().text());
            }
        }
        return new StatementPlan.InsertQuery(target, plan, queryId(insert));
    }

    /** In upper case, as TERMINATE and EXPLAIN read names. */
    private static @Nullable String queryId(Statement.InsertSelect insert) {
        for (Map.Entry<String, Literal> property : insert.properties().values().entrySet()) {
            Literal value = property.getValue();
            if (!property.getKey().equals("QUERY_ID") || !(value.value() instanceof String id)) {
                throw KsqlException.at(value.position(), "only QUERY_ID = 'a name' can stand here");
            }
            if (!id.matches("[A-Za-z0-9_]+")) {
                throw KsqlException.at(
                        value.position(), "QUERY_ID must be of letters, digits and '_', was '" + id + "'");
            }
            return id.toUpperCase(Locale.ROOT);
        }
        return null;
    }

    private static void writable(DataSource target, Position position) {
        if (target.readOnly()) {
            throw KsqlException.at(position, target.name() + " was created as SOURCE: it can only be read");
        }
    }

    StatementPlan values(Statement.InsertValues insert) {
        DataSource target = context.metastore().source(insert.target(), insert.position());
        writable(target, insert.position());
        if (target.windowing() != null) {
            throw KsqlException.at(insert.position(), target.name() + " is windowed: only its query can write it");
        }
        List<String> columns = insert.columns().isEmpty()
                ? target.schema().columns().stream()
                        .filter(column -> column.role() != Column.Role.HEADERS)
                        .map(Column::name)
                        .toList()
                : insert.columns();
        if (columns.size() != insert.values().size()) {
            throw KsqlException.at(
                    insert.position(),
                    columns.size() + " columns and " + insert.values().size() + " values");
        }
        return row(insert, target, columns);
    }

    private StatementPlan row(Statement.InsertValues insert, DataSource target, List<String> columns) {
        Schema schema = target.schema();
        List<@Nullable Object> row = new ArrayList<>();
        schema.columns().forEach(_ -> row.add(null));
        OptionalLong time = OptionalLong.empty();
        for (int i = 0; i < columns.size(); i++) {
            Expression value = insert.values().get(i);
            int index = schema.indexOf(columns.get(i));
            if (index >= 0 && schema.columns().get(index).role() != Column.Role.HEADERS) {
                row.set(index, value(value, schema.columns().get(index).type(), columns.get(i)));
            } else if (columns.get(i).equals(Origins.ROWTIME)) {
                time = time(value);
            } else {
                throw unknown(insert, target, columns.get(i));
            }
        }
        List<Column> keys = schema.keys();
        for (int i = 0; target.isTable() && i < keys.size(); i++) {
            if (row.get(i) == null) {
                throw KsqlException.at(
                        insert.position(),
                        "a row of the table " + target.name() + " needs a value for its PRIMARY KEY "
                                + keys.get(i).name());
            }
        }
        return new StatementPlan.InsertRow(target, Collections.unmodifiableList(row), time);
    }

    private OptionalLong time(Expression value) {
        return value(value, Scalar.BIGINT, Origins.ROWTIME) instanceof Long millis && millis >= 0
                ? OptionalLong.of(millis)
                : OptionalLong.empty();
    }

    private static KsqlException unknown(Statement.InsertValues insert, DataSource target, String column) {
        String nearest = Similarity.nearest(column, target.schema().names());
        return KsqlException.at(
                insert.position(),
                target.name() + " has no column " + column + (nearest == null ? "" : ": perhaps " + nearest));
    }

    private @Nullable Object value(Expression expression, SqlType type, String column) {
        TypedExpression typed = context.compiler(Constants.SCOPE).compile(expression);
        Converter converter = Coercion.of(typed.type(), type);
        if (converter == null && (typed.type() == Scalar.STRING || isDecimal(typed.type(), type))) {
            converter = Casts.of(typed.type(), type);
        }
        if (converter == null) {
            throw KsqlException.at(
                    expression.position(),
                    column + " is of type " + type.text() + ", but " + typed.text() + " of type "
                            + typed.type().text());
        }
        try {
            RowContext row = new RowContext(ticker, RandomGenerator.getDefault());
            Object value = typed.code().evaluate(row);
            return value == null ? null : converter.convert(value);
        } catch (RowException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw KsqlException.at(expression.position(), column + ": " + e.getMessage());
        }
    }

    private static boolean isDecimal(SqlType from, SqlType to) {
        return from instanceof SqlType.Decimal && to instanceof SqlType.Decimal;
    }
}
