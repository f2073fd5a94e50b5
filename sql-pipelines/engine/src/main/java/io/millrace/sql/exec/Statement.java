package io.millrace.sql.exec;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.bind.Statements;
import io.millrace.sql.exec.relation.RandomStream;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.KernelContext;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plans;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out bound commands in a scope. */
final class Statement {

    private final Scope scope;
    private final EngineParts parts;
    private final boolean dryRun;
    private final Consumer<String> kill;

    /**
     * @param dryRun true: names are registered, so that later statements can be bound, but nothing runs or is stored
     */
    Statement(Scope scope, EngineParts parts, boolean dryRun, Consumer<String> kill) {
        this.scope = scope;
        this.parts = parts;
        this.dryRun = dryRun;
        this.kill = kill;
    }

    /** True when the command gives rows. */
    static boolean isQuery(Command command) {
        return switch (command) {
            case Command.Query _, Command.ShowStreams _, Command.Describe _, Command.Explain _ -> true;
            case Command.CreateStream _,
                    Command.CreateRandomStream _,
                    Command.CreateView _,
                    Command.CreateMaterializedView _,
                    Command.Insert _,
                    Command.Drop _,
                    Command.KillQuery _ -> false;
        };
    }

    /** True when the plan's rows end by themselves. */
    static boolean bounded(Plan plan) {
        return switch (plan) {
            case Plan.Values _ -> true;
            case Plan.Scan scan -> scan.bounded() || scan.options().maxEvents() > 0;
            case Plan.Limit limit -> limit.limit().isPresent() || bounded(limit.input());
            default -> bounded(plan.inputs().getFirst());
        };
    }

    /**
     * The plan of a command that gives rows.
     *
     * @throws SqlException when it gives none
     */
    Plan plan(Command command) {
        return switch (command) {
            case Command.Query query -> query.plan();
            case Command.ShowStreams _ ->
                rows(List.of("name"), scope.names().stream().map(List::of).toList());
            case Command.Describe describe -> describe(describe.name());
            case Command.Explain explain ->
                rows(
                        List.of("explain"),
                        Plans.text(explain.plan()).lines().map(List::of).toList());
            case Command.CreateStream _,
                    Command.CreateRandomStream _,
                    Command.CreateView _,
                    Command.CreateMaterializedView _,
                    Command.Insert _,
                    Command.Drop _,
                    Command.KillQuery _ ->
                throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "the statement must be a query");
        };
    }

    private static Plan rows(List<String> columns, List<List<String>> rows) {
        Schema schema = new Schema(
                columns.stream().map(name -> new Column(name, DataType.STRING)).toList());
        return new Plan.Values(
                schema,
                rows.stream()
                        .map(row -> row.stream()
                                .map(text -> new Expr.Literal(text, DataType.STRING))
                                .toList())
                        .toList());
    }

    private Plan describe(String name) {
        List<List<String>> rows = new ArrayList<>();
        switch (scope.entry(name)) {
            case Scope.Entry.Stored stored -> describe(stored.store().definitions(), rows);
            case Scope.Entry.Random random -> describe(random.stream().definitions(), rows);
            case Scope.Entry.Materialized materialized ->
                describe(materialized.view().target().definitions(), rows);
            case Scope.Entry.Prepared prepared -> describe(prepared.relation().schema(), rows);
            case Scope.Entry.View view ->
                describe(plan(Statements.bind(view.sql(), scope)).schema(), rows);
            case null -> throw SqlException.of(SqlException.Code.UNKNOWN_STREAM, "unknown stream '" + name + "'");
        }
        return rows(List.of("name", "type", "default_type", "default_expression"), rows);
    }

    private static void describe(List<ColumnDefinition> definitions, List<List<String>> rows) {
        boolean timed = false;
        for (ColumnDefinition definition : definitions) {
            Expr value = definition.defaultValue();
            rows.add(List.of(
                    definition.name(),
                    definition.type().text(),
                    value == null ? "" : "DEFAULT",
                    value == null ? "" : value.text()));
            timed |= definition.name().equals("_tp_time");
        }
        if (!timed) {
            rows.add(List.of("_tp_time", "datetime64(3, 'UTC')", "DEFAULT", "now64(3, 'UTC')"));
        }
        rows.add(List.of("_tp_sn", "int64", "", ""));
    }

    private static void describe(Schema schema, List<List<String>> rows) {
        for (Column column : schema.columns()) {
            rows.add(List.of(column.name(), column.type().text(), "", ""));
        }
    }

    /** Carries out a command that gives no rows. */
    void execute(Command command) {
        switch (command) {
            case Command.CreateStream create -> create(create);
            case Command.CreateRandomStream create -> {
                RandomStream stream = new RandomStream(create, parts.settings().blockRows());
                scope.add(create.name(), create.ifNotExists(), new Scope.Entry.Random(stream));
            }
            case Command.CreateView create -> {
                if (create.orReplace()) {
                    scope.replaceView(create.name(), create.sql());
                } else {
                    scope.add(create.name(), create.ifNotExists(), new Scope.Entry.View(create.sql()));
                }
            }
            case Command.CreateMaterializedView create -> create(create);
            case Command.Insert insert -> insert(insert);
            case Command.Drop drop -> scope.drop(drop.kind(), drop.name(), drop.ifExists());
            case Command.KillQuery killed -> {
                if (!dryRun) {
                    kill.accept(killed.queryId());
                }
            }
            case Command.Query _, Command.ShowStreams _, Command.Describe _, Command.Explain _ ->
                throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "only the last statement may be a query");
        }
    }

    private void create(Command.CreateStream create) {
        long maxBytes = retention(create.settings().get("logstore_retention_bytes"));
        StreamStore store = store(create.name(), create.columns(), create.eventTimeColumn(), maxBytes);
        scope.add(create.name(), create.ifNotExists(), new Scope.Entry.Stored(store));
    }

    private StreamStore store(
            String name, List<ColumnDefinition> columns, @Nullable String eventTimeColumn, long maxBytes) {
        return new StreamStore(name, columns, eventTimeColumn, maxBytes, parts.nextSeed(), parts.ticker());
    }

    private long retention(@Nullable String setting) {
        if (setting == null) {
            return parts.settings().streamBytes();
        }
        try {
            long bytes = Long.parseLong(setting.trim());
            // 0 and below stand for the default, as in Proton
            return bytes > 0 ? bytes : parts.settings().streamBytes();
        } catch (NumberFormatException _) {
            throw SqlException.of(
                    SqlException.Code.INVALID_SETTING,
                    "logstore_retention_bytes must be a number, was '" + setting + "'");
        }
    }

    private void create(Command.CreateMaterializedView create) {
        if (scope.has(create.name())) {
            if (create.ifNotExists()) {
                return;
            }
            throw SqlException.of(SqlException.Code.STREAM_EXISTS, "'" + create.name() + "' exists already");
        }
        String into = create.into();
        StreamStore target = into != null
                ? scope.store(into)
                : store(
                        create.name(),
                        create.plan().schema().columns().stream()
                                .map(column -> new ColumnDefinition(column.name(), column.type(), null))
                                .toList(),
                        null,
                        parts.settings().streamBytes());
        MaterializedView view =
                new MaterializedView(create.name(), create.plan(), target, into == null, parts.newQuery());
        scope.add(create.name(), false, new Scope.Entry.Materialized(view));
        if (!dryRun) {
            view.start();
        }
    }

    private void insert(Command.Insert insert) {
        StreamStore store = scope.store(insert.stream().name());
        Vector[] vectors = new Vector[insert.columns().size()];
        KernelContext context = new KernelContext(parts.ticker(), parts.nextSeed());
        for (int i = 0; i < vectors.length; i++) {
            DataType type = store.schema().column(insert.columns().get(i)).type();
            List<@Nullable Object> values = new ArrayList<>(insert.rows().size());
            for (List<Expr> row : insert.rows()) {
                Expr value = row.get(i);
                values.add(value instanceof Expr.Literal literal ? literal.value() : Compiler.constant(value, context));
            }
            vectors[i] = Vectors.of(type, values);
        }
        if (!dryRun) {
            store.append(insert.columns(), vectors, insert.rows().size());
        }
    }

    /** Failures of the scope's materialized views, by name. */
    Map<String, String> failures() {
        Map<String, String> failures = new java.util.TreeMap<>();
        for (String name : scope.names()) {
            if (scope.entry(name) instanceof Scope.Entry.Materialized materialized) {
                var failure = materialized.view().failure();
                if (failure != null) {
                    failures.put(name, failure.reason());
                }
            }
        }
        return failures;
    }
}
