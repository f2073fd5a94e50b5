package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.ast.Statement.ColumnDefinition;
import io.millrace.ksql.ast.Statement.ColumnRole;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.plan.Column.Role;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Streams and tables from statements. */
final class Sources {

    private static final SqlType ALL_HEADERS = new SqlType.ArrayOf(new SqlType.StructOf(
            List.of(new SqlType.Field("KEY", Scalar.STRING), new SqlType.Field("VALUE", Scalar.BYTES))));

    private final Context context;
    private final Analyzer.Defaults defaults;

    Sources(Context context, Analyzer.Defaults defaults) {
        this.context = context;
        this.defaults = defaults;
    }

    /** What {@code CREATE STREAM|TABLE name (columns)} declares. */
    DataSource declared(Statement.CreateSource create, String text) {
        if (create.columns().isEmpty()) {
            throw KsqlException.at(
                    create.position(), create.name() + " has no columns: write them in parentheses after its name");
        }
        Schema schema = new Schema(columns(create.columns()));
        if (create.kind() == Kind.TABLE && schema.keys().isEmpty()) {
            throw KsqlException.at(
                    create.position(),
                    "the table " + create.name() + " needs a PRIMARY KEY column, such as ID INT PRIMARY KEY");
        }
        if (schema.values().isEmpty()) {
            throw KsqlException.at(create.position(), create.name() + " has a key and no value columns");
        }
        SourceOptions options = new SourceOptions(create.properties(), create.position());
        Format.Kind value = defaults.value();
        Format key = Format.of(schema.keys().isEmpty() ? Format.Kind.NONE : defaults.key());
        Format valueFormat = options.valueFormat(value == null ? null : Format.of(value));
        DataSource source = new DataSource(
                create.name(),
                create.kind(),
                schema,
                options.topic(create.name()),
                options.keyFormat(key),
                valueFormat,
                options.wrapSingleValue(valueFormat, schema.values().size()),
                options.windowing(),
                options.timestamp(schema),
                create.readOnly(),
                false,
                text);
        FormatRules.check(source, create.position());
        return source;
    }

    private List<Column> columns(List<ColumnDefinition> definitions) {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ColumnDefinition definition : definitions) {
            if (!names.add(definition.name())) {
                throw KsqlException.at(definition.position(), "there are two columns named " + definition.name());
            }
            if (Origins.PSEUDO.contains(definition.name())) {
                throw KsqlException.at(
                        definition.position(),
                        definition.name() + " is no name for a column: it is one of the system's own");
            }
            columns.add(column(definition));
        }
        return columns;
    }

    private Column column(ColumnDefinition definition) {
        SqlType type = new TypeResolver(context.metastore()).resolve(definition.type());
        Role role = switch (definition.role()) {
            case VALUE -> Role.VALUE;
            case KEY, PRIMARY_KEY -> Role.KEY;
            case HEADERS, HEADER -> Role.HEADERS;
        };
        SqlType wanted = definition.role() == ColumnRole.HEADER ? Scalar.BYTES : ALL_HEADERS;
        if (role == Role.HEADERS && !type.equals(wanted)) {
            throw KsqlException.at(
                    definition.position(),
                    "the header column " + definition.name() + " must be of type " + wanted.text());
        }
        return new Column(definition.name(), type, role, definition.header());
    }

    /** Where the result of {@code CREATE ... AS SELECT} goes: formats as the first source's unless said otherwise. */
    DataSource sink(Statement.CreateAsSelect create, QueryPlan plan, String text) {
        SourceOptions options = new SourceOptions(create.properties(), create.position());
        if (options.windowing() != null) {
            throw KsqlException.at(
                    create.position(), "WINDOW_TYPE is for topics that exist; a query has its own WINDOW");
        }
        DataSource first = Origins.first(plan.origin());
        Schema schema = plan.schema();
        boolean noKey = schema.keys().isEmpty();
        Format inherited = first.keyFormat().kind() == Format.Kind.NONE ? Format.of(defaults.key()) : first.keyFormat();
        Format valueFormat = options.valueFormat(first.valueFormat());
        DataSource source = new DataSource(
                create.name(),
                create.kind(),
                schema,
                options.topic(create.name()),
                options.keyFormat(noKey ? Format.of(Format.Kind.NONE) : inherited),
                valueFormat,
                options.wrapSingleValue(valueFormat, schema.values().size()),
                plan.windowing(),
                options.timestamp(schema),
                false,
                true,
                text);
        FormatRules.check(source, create.position());
        return source;
    }

    /** The source with more columns. */
    DataSource altered(DataSource before, Statement.AlterSource alter, String text) {
        List<Column> columns = new ArrayList<>(before.schema().columns());
        for (Column column : columns(alter.added())) {
            if (before.schema().indexOf(column.name()) >= 0) {
                throw KsqlException.conflict(
                        alter.position(), before.name() + " has a column " + column.name() + " already");
            }
            columns.add(column);
        }
        DataSource after = with(before, new Schema(columns), before.statement() + "\n" + text);
        FormatRules.check(after, alter.position());
        return after;
    }

    private static DataSource with(DataSource source, Schema schema, @Nullable String statement) {
        return new DataSource(
                source.name(),
                source.kind(),
                schema,
                source.topic(),
                source.keyFormat(),
                source.valueFormat(),
                source.wrapSingleValue(),
                source.windowing(),
                source.timestamp(),
                source.readOnly(),
                source.byQuery(),
                statement == null ? source.statement() : statement);
    }
}
