package io.millrace.ksql.plan;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Query;
import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.parse.ParsedStatement;
import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From statements to plans. Reads the metastore and changes nothing: who carries a plan out puts its result into the
 * metastore. Thread-safe.
 */
public final class Analyzer {

    /**
     * Formats where a statement names none.
     *
     * @param key of keys
     * @param value of values; null when it must be named
     */
    public record Defaults(Format.Kind key, Format.@Nullable Kind value) {

        /** ksqlDB's own. */
        public static final Defaults STANDARD = new Defaults(Format.Kind.KAFKA, null);
    }

    private final Metastore metastore;
    private final Context context;
    private final Defaults defaults;
    private final Ticker ticker;

    public Analyzer(Metastore metastore, Functions functions, Defaults defaults, Ticker ticker) {
        this.metastore = metastore;
        this.context = new Context(metastore, functions);
        this.defaults = defaults;
        this.ticker = ticker;
    }

    /**
     * What the statement means.
     *
     * @throws KsqlException when it cannot be carried out, with the place in the text
     */
    public StatementPlan analyze(ParsedStatement parsed) {
        return analyze(parsed.statement(), parsed.text());
    }

    private StatementPlan analyze(Statement statement, String text) {
        return switch (statement) {
            case Statement.CreateSource create -> createSource(create, text);
            case Statement.CreateAsSelect create -> createAsSelect(create, text);
            case Statement.InsertSelect insert -> insertSelect(insert);
            case Statement.InsertValues insert -> new Inserts(context, ticker).values(insert);
            case Statement.Select select -> select(select.query());
            case Statement.Drop drop -> drop(drop);
            case Statement.AlterSource alter -> alter(alter, text);
            case Statement.CreateType create -> createType(create);
            case Statement.DropType drop -> dropType(drop);
            case Statement.Describe describe -> {
                metastore.source(describe.name(), describe.position());
                yield new StatementPlan.Direct(describe);
            }
            case Statement.Explain explain ->
                explain.statement() == null
                        ? new StatementPlan.Direct(explain)
                        : new StatementPlan.Explain(analyze(explain.statement(), text));
            case Statement.DescribeFunction _,
                    Statement.DescribeAll _,
                    Statement.Terminate _,
                    Statement.Show _,
                    Statement.Print _,
                    Statement.SetProperty _,
                    Statement.UnsetProperty _,
                    Statement.AlterSystem _,
                    Statement.Define _,
                    Statement.Undefine _,
                    Statement.AssertTopic _ -> new StatementPlan.Direct(statement);
        };
    }

    private static String lower(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What a new one would replace; an error when it may not. */
    private @Nullable DataSource replaced(String name, Kind kind, boolean orReplace, Position position) {
        DataSource existing = metastore.find(name);
        if (existing == null) {
            return null;
        }
        if (!orReplace) {
            throw KsqlException.conflict(
                    position,
                    name + " exists already as a " + lower(existing.kind()) + ": write IF NOT EXISTS, OR REPLACE, or"
                            + " DROP it first");
        }
        if (existing.kind() != kind) {
            throw KsqlException.conflict(
                    position, name + " is a " + lower(existing.kind()) + " and cannot be replaced by a " + lower(kind));
        }
        return existing;
    }

    private StatementPlan.@Nullable Nothing alreadyThere(String name, boolean ifNotExists) {
        return ifNotExists && metastore.find(name) != null ? new StatementPlan.Nothing(name + " exists already") : null;
    }

    private StatementPlan createSource(Statement.CreateSource create, String text) {
        StatementPlan nothing = alreadyThere(create.name(), create.ifNotExists());
        if (nothing != null) {
            return nothing;
        }
        DataSource replaces = replaced(create.name(), create.kind(), create.orReplace(), create.position());
        return new StatementPlan.CreateSource(new Sources(context, defaults).declared(create, text), replaces);
    }

    private StatementPlan createAsSelect(Statement.CreateAsSelect create, String text) {
        StatementPlan nothing = alreadyThere(create.name(), create.ifNotExists());
        if (nothing != null) {
            return nothing;
        }
        DataSource replaces = replaced(create.name(), create.kind(), create.orReplace(), create.position());
        QueryPlan plan = streaming(create.query(), true);
        QueryAnalyzer.checkKind(create.kind(), plan, create.query());
        return new StatementPlan.CreateQuery(new Sources(context, defaults).sink(create, plan, text), plan, replaces);
    }

    private QueryPlan streaming(Query query, boolean persistent) {
        if (persistent && query.limit().isPresent()) {
            throw KsqlException.at(query.position(), "LIMIT is for queries that are read, not for streams and tables");
        }
        return new QueryAnalyzer(context, query, persistent).plan();
    }

    private StatementPlan insertSelect(Statement.InsertSelect insert) {
        DataSource target = metastore.source(insert.target(), insert.position());
        QueryPlan plan = streaming(insert.query(), true);
        return new Inserts(context, ticker).query(insert, target, plan);
    }

    private StatementPlan select(Query query) {
        return query.emit() == Emit.NONE
                ? new StatementPlan.Pull(new PullAnalyzer(context, query, ticker).plan())
                : new StatementPlan.Push(streaming(query, false));
    }

    private StatementPlan drop(Statement.Drop drop) {
        DataSource source = metastore.find(drop.name());
        if (source == null) {
            if (drop.ifExists()) {
                return new StatementPlan.Nothing(drop.name() + " does not exist");
            }
            source = metastore.source(drop.name(), drop.position());
        }
        if (source.kind() != drop.kind()) {
            throw KsqlException.at(
                    drop.position(), drop.name() + " is a " + lower(source.kind()) + ": write DROP " + source.kind());
        }
        if (drop.deleteTopic() && source.readOnly()) {
            throw KsqlException.at(drop.position(), "the topic of " + drop.name() + ", a SOURCE, cannot be deleted");
        }
        return new StatementPlan.Drop(source, drop.deleteTopic());
    }

    private StatementPlan alter(Statement.AlterSource alter, String text) {
        DataSource before = metastore.source(alter.name(), alter.position());
        if (before.kind() != alter.kind()) {
            throw KsqlException.at(
                    alter.position(),
                    alter.name() + " is a " + lower(before.kind()) + ": write ALTER " + before.kind());
        }
        if (before.byQuery() || before.readOnly()) {
            throw KsqlException.at(
                    alter.position(),
                    "the columns of " + alter.name() + " come from "
                            + (before.readOnly() ? "a SOURCE" : "its query: replace that by CREATE OR REPLACE"));
        }
        return new StatementPlan.Alter(new Sources(context, defaults).altered(before, alter, text), before);
    }

    private StatementPlan createType(Statement.CreateType create) {
        SqlType type = new TypeResolver(metastore).resolve(create.type());
        if (metastore.type(create.name()) == null) {
            return new StatementPlan.CreateType(create.name(), type);
        }
        if (create.ifNotExists()) {
            return new StatementPlan.Nothing("the type " + create.name() + " exists already");
        }
        throw KsqlException.conflict(create.position(), "the type " + create.name() + " exists already");
    }

    private StatementPlan dropType(Statement.DropType drop) {
        if (metastore.type(drop.name()) != null) {
            return new StatementPlan.DropType(drop.name());
        }
        if (drop.ifExists()) {
            return new StatementPlan.Nothing("the type " + drop.name() + " does not exist");
        }
        throw KsqlException.unknown(drop.position(), "there is no type " + drop.name());
    }
}
