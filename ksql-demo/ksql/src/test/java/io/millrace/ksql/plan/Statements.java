package io.millrace.ksql.plan;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.parse.ParsedStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries statements out as far as the metastore goes. */
public final class Statements {

    private final Metastore metastore = new Metastore();
    private final Analyzer analyzer =
            new Analyzer(metastore, Functions.STANDARD, Analyzer.Defaults.STANDARD, Ticker.SYSTEM);

    /** The plans of all statements of a text. */
    public List<StatementPlan> run(String text) {
        List<StatementPlan> plans = new ArrayList<>();
        for (ParsedStatement statement : KsqlParser.parse(text)) {
            StatementPlan plan = analyzer.analyze(statement);
            apply(plan);
            plans.add(plan);
        }
        return plans;
    }

    /** The plan of a text's last statement. */
    public StatementPlan last(String text) {
        return run(text).getLast();
    }

    public QueryPlan query(String text) {
        return switch (last(text)) {
            case StatementPlan.CreateQuery create -> create.query();
            case StatementPlan.InsertQuery insert -> insert.query();
            case StatementPlan.Push push -> push.query();
            case StatementPlan other -> throw new AssertionError("no query: " + other);
        };
    }

    public DataSource source(String name) {
        return Objects.requireNonNull(find(name), name);
    }

    @Nullable
    DataSource find(String name) {
        return metastore.find(name);
    }

    private void apply(StatementPlan plan) {
        switch (plan) {
            case StatementPlan.CreateSource create -> metastore.put(create.source());
            case StatementPlan.CreateQuery create -> metastore.put(create.sink());
            case StatementPlan.Drop drop -> metastore.remove(drop.source().name());
            case StatementPlan.Alter alter -> metastore.put(alter.source());
            case StatementPlan.CreateType create -> metastore.putType(create.name(), create.type());
            case StatementPlan.DropType drop -> metastore.removeType(drop.name());
            default -> {}
        }
    }

    public static String resource(String name) {
        try (InputStream in = Statements.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
