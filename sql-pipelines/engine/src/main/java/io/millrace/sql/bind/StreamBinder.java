package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.batch.Column;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Query;
import io.millrace.sql.parse.Similarity;
import io.millrace.sql.parse.Statement;
import io.millrace.sql.plan.Catalog;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Relation;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds CREATE STREAM, CREATE RANDOM STREAM and INSERT. */
final class StreamBinder {

    private static final double DEFAULT_EPS = 1_000;
    private static final int DEFAULT_INTERVAL = 5;
    private static final int MAX_SHARDS = 1_024;

    private static final List<String> RANDOM_SETTINGS = List.of("eps", "interval_time", "shards", "event_time_column");

    /** Of the product's settings of a stream those that matter to one process; the others tune its log. */
    private static final List<String> STREAM_SETTINGS = List.of(
            "mode",
            "shards",
            "replication_factor",
            "event_time_column",
            "index_time_column",
            "storage_type",
            "flush_threshold_count",
            "flush_threshold_ms",
            "flush_threshold_bytes",
            "logstore",
            "logstore_codec",
            "logstore_retention_bytes",
            "logstore_retention_ms",
            "logstore_segment_bytes",
            "logstore_segment_ms",
            "logstore_flush_messages",
            "logstore_flush_ms",
            "max_rows",
            "version_column",
            "sharding_expr",
            "ttl_seconds");

    private StreamBinder() {}

    static Command create(Statement.CreateStream statement) {
        List<Command.ColumnDefinition> columns = columns(statement);
        Map<String, Query.Setting> settings = new LinkedHashMap<>();
        for (Query.Setting setting : statement.settings()) {
            List<String> known = statement.random() ? RANDOM_SETTINGS : STREAM_SETTINGS;
            if (!known.contains(setting.name())) {
                throw Errors.unknown(setting.position(), Code.UNKNOWN_SETTING, "setting", setting.name(), known);
            }
            settings.put(setting.name(), setting);
        }
        String eventTime = eventTime(settings.get("event_time_column"), columns);
        if (statement.random()) {
            return new Command.CreateRandomStream(
                    statement.name(),
                    statement.ifNotExists(),
                    columns,
                    eventTime,
                    eps(settings.get("eps")),
                    whole(settings.get("interval_time"), DEFAULT_INTERVAL, 1, 1_000),
                    whole(settings.get("shards"), 1, 1, MAX_SHARDS));
        }
        Query.Setting mode = settings.get("mode");
        if (mode != null && !mode.value().equals("append")) {
            throw Errors.notSupported(mode.position(), "a stream of mode '" + mode.value() + "'");
        }
        if (!statement.primaryKey().isEmpty()) {
            throw Errors.notSupported(statement.position(), "PRIMARY KEY");
        }
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((name, setting) -> values.put(name, setting.value()));
        return new Command.CreateStream(statement.name(), statement.ifNotExists(), columns, eventTime, values);
    }

    private static List<Command.ColumnDefinition> columns(Statement.CreateStream statement) {
        List<Command.ColumnDefinition> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Statement.ColumnDefinition column : statement.columns()) {
            Position position = column.position();
            if (!names.add(column.name())) {
                throw Errors.at(position, Code.BAD_ARGUMENTS, "column '" + column.name() + "' is there twice");
            }
            if (column.name().startsWith("_tp_") && !column.name().equals("_tp_time")) {
                throw Errors.at(position, Code.BAD_ARGUMENTS, "names that begin with _tp_ are the engine's own");
            }
            DataType type = ExpressionBinder.located(() -> Types.parse(column.type()), position);
            Expr value = null;
            if (column.defaultValue() != null) {
                Expr bound = ExpressionBinder.bind(column.defaultValue(), new Constant("a default"));
                value = ExpressionBinder.castTo(
                        bound, type, column.defaultValue().position());
            }
            columns.add(new Command.ColumnDefinition(column.name(), type, value));
        }
        return columns;
    }

    private static @Nullable String eventTime(Query.@Nullable Setting setting, List<Command.ColumnDefinition> columns) {
        if (setting == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (Command.ColumnDefinition column : columns) {
            if (column.name().equals(setting.value())) {
                if (!column.type().kind().isTimestamp()) {
                    throw Errors.at(
                            setting.position(),
                            Code.ILLEGAL_TYPE_OF_ARGUMENT,
                            "event_time_column must be a datetime or datetime64, " + column.name() + " is "
                                    + column.type().text());
                }
                return column.name();
            }
            names.add(column.name());
        }
        throw Errors.unknown(setting.position(), Code.UNKNOWN_IDENTIFIER, "column", setting.value(), names);
    }

    private static double eps(Query.@Nullable Setting setting) {
        if (setting == null) {
            return DEFAULT_EPS;
        }
        try {
            double eps = Double.parseDouble(setting.value());
            if (eps >= 0 && Double.isFinite(eps)) {
                return eps;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw QuerySettings.invalid(setting, "a number, 0 or more");
    }

    private static int whole(Query.@Nullable Setting setting, int defaultValue, int min, int max) {
        if (setting == null) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(setting.value());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw QuerySettings.invalid(setting, "a whole number from " + min + " to " + max);
    }

    static Command.Insert insert(Statement.Insert statement, Catalog catalog) {
        Relation stream = catalog.relation(statement.stream());
        if (stream == null) {
            throw Errors.unknown(
                    statement.position(), Code.UNKNOWN_STREAM, "stream", statement.stream(), catalog.names());
        }
        List<Integer> columns = targets(statement, stream);
        List<List<Expr>> rows = new ArrayList<>(statement.rows().size());
        for (List<Expression> row : statement.rows()) {
            if (row.size() != columns.size()) {
                throw Errors.at(
                        row.getFirst().position(),
                        Code.NUMBER_OF_ARGUMENTS,
                        "a row of " + row.size() + " values for " + columns.size() + " columns");
            }
            List<Expr> values = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                Expression value = row.get(i);
                DataType type = stream.schema().column(columns.get(i)).type();
                Expr bound = ExpressionBinder.bind(value, new Constant("VALUES"));
                values.add(ExpressionBinder.castTo(bound, type, value.position()));
            }
            rows.add(List.copyOf(values));
        }
        return new Command.Insert(stream, columns, rows);
    }

    private static List<Integer> targets(Statement.Insert statement, Relation stream) {
        List<String> visible = stream.schema().columns().subList(0, stream.visibleColumns()).stream()
                .map(Column::name)
                .toList();
        List<Integer> columns = new ArrayList<>();
        if (statement.columns().isEmpty() || statement.except()) {
            for (int i = 0; i < visible.size(); i++) {
                boolean left = statement.except()
                        ? statement.columns().contains(visible.get(i))
                        : visible.get(i).equals("_tp_time");
                if (!left) {
                    columns.add(i);
                }
            }
            return columns;
        }
        for (String name : statement.columns()) {
            int index = visible.indexOf(name);
            if (index < 0) {
                String nearest = Similarity.nearest(name, visible);
                throw Errors.at(
                        statement.position(),
                        Code.UNKNOWN_IDENTIFIER,
                        "stream " + stream.name() + " has no column '" + name + "'"
                                + (nearest == null ? "" : ", did you mean '" + nearest + "'?"));
            }
            if (columns.contains(index)) {
                throw Errors.at(statement.position(), Code.BAD_ARGUMENTS, "column '" + name + "' is there twice");
            }
            columns.add(index);
        }
        return columns;
    }

    /** Where there are no rows: every name is unknown. */
    private record Constant(String place) implements Names {
        @Override
        public Expr name(Expression.Name name) {
            throw Errors.at(
                    name.position(),
                    Code.UNKNOWN_IDENTIFIER,
                    "column '" + String.join(".", name.parts()) + "' cannot be used in " + place);
        }

        @Override
        public @Nullable Expr call(Expression.Call call) {
            if (Aggregates.isCall(call)) {
                throw Errors.at(
                        call.position(),
                        Code.ILLEGAL_AGGREGATION,
                        "aggregate function " + call.name() + " cannot be used in " + place);
            }
            return null;
        }
    }
}
