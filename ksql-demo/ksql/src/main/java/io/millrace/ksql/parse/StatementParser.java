package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.ast.Properties;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Reads one statement, without its semicolon. */
final class StatementParser {

    private static final Duration ASSERT_TIMEOUT = Duration.ofSeconds(1);

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final QueryParser queries;
    private final CreateParser creations;

    StatementParser(Cursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor);
        this.queries = new QueryParser(cursor, expressions);
        this.creations = new CreateParser(cursor, queries, this::properties);
    }

    ExpressionParser expressions() {
        return expressions;
    }

    Statement statement() {
        Position position = cursor.position();
        if (cursor.isKeyword("SELECT")) {
            return new Statement.Select(queries.query(), position);
        }
        for (Map.Entry<String, Rule> rule : rules().entrySet()) {
            if (cursor.acceptKeywords(rule.getKey())) {
                return rule.getValue().read(position);
            }
        }
        cursor.expecting("SELECT");
        throw cursor.unexpected();
    }

    private interface Rule {
        Statement read(Position position);
    }

    private Map<String, Rule> rules() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("CREATE", creations::create);
        rules.put("INSERT", this::insert);
        rules.put("DROP", this::drop);
        rules.put("TERMINATE", this::terminate);
        rules.put("SHOW", this::show);
        rules.put("LIST", this::show);
        rules.put("DESCRIBE", this::describe);
        rules.put("EXPLAIN", this::explain);
        rules.put("PRINT", this::print);
        rules.put("SET", position -> {
            String name = quoted("a property's name");
            cursor.expectSymbol("=");
            return new Statement.SetProperty(name, quoted("a value"), position);
        });
        rules.put("UNSET", position -> new Statement.UnsetProperty(quoted("a property's name"), position));
        rules.put("DEFINE", position -> {
            String name = Words.name(cursor, "a variable's name");
            cursor.expectSymbol("=");
            return new Statement.Define(name, quoted("a value"), position);
        });
        rules.put("UNDEFINE", position -> new Statement.Undefine(Words.name(cursor, "a variable's name"), position));
        rules.put("ALTER", this::alter);
        rules.put("ASSERT", this::assertion);
        return rules;
    }

    private String quoted(String what) {
        return cursor.string(what + " in single quotes");
    }

    private String source() {
        return Words.name(cursor, "a stream or table");
    }

    private Statement insert(Position position) {
        cursor.expectKeyword("INTO");
        String target = source();
        if (cursor.isKeyword("WITH") || cursor.isKeyword("SELECT")) {
            Properties properties = properties();
            return new Statement.InsertSelect(target, properties, queries.query(), position);
        }
        List<String> columns = new ArrayList<>();
        if (cursor.acceptSymbol("(")) {
            do {
                columns.add(Words.name(cursor, "a column"));
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        }
        if (!cursor.acceptKeywords("VALUES")) {
            cursor.expecting("SELECT");
            throw cursor.unexpected();
        }
        cursor.expectSymbol("(");
        List<Expression> values = expressions.expressions();
        cursor.expectSymbol(")");
        return new Statement.InsertValues(target, columns, values, position);
    }

    private Kind kind() {
        if (cursor.acceptKeywords("STREAM")) {
            return Kind.STREAM;
        }
        cursor.expectKeyword("TABLE");
        return Kind.TABLE;
    }

    private Statement drop(Position position) {
        if (cursor.acceptKeywords("TYPE")) {
            boolean ifExists = cursor.acceptKeywords("IF", "EXISTS");
            return new Statement.DropType(Words.name(cursor, "a type"), ifExists, position);
        }
        Kind kind = kind();
        boolean ifExists = cursor.acceptKeywords("IF", "EXISTS");
        String name = source();
        return new Statement.Drop(kind, name, ifExists, cursor.acceptKeywords("DELETE", "TOPIC"), position);
    }

    private Statement terminate(Position position) {
        if (cursor.acceptKeywords("ALL")) {
            return new Statement.Terminate(null, position);
        }
        return new Statement.Terminate(Words.name(cursor, "a query's id"), position);
    }

    private Statement show(Position position) {
        boolean all = cursor.acceptKeywords("ALL");
        for (Statement.Show.Subject subject : Statement.Show.Subject.values()) {
            if (cursor.acceptKeywords(subject.name())) {
                return new Statement.Show(subject, all, cursor.acceptKeywords("EXTENDED"), position);
            }
        }
        throw cursor.unexpected();
    }

    private Statement describe(Position position) {
        for (Kind kind : Kind.values()) {
            if (cursor.acceptKeywords(kind + "S")) {
                return new Statement.DescribeAll(kind, cursor.acceptKeywords("EXTENDED"), position);
            }
        }
        if (cursor.isKeyword("FUNCTION") && cursor.ahead(1).kind() != Token.Kind.END) {
            cursor.take();
            return new Statement.DescribeFunction(Words.name(cursor, "a function"), position);
        }
        // the form of old versions
        boolean before = cursor.isKeyword("EXTENDED") && cursor.ahead(1).kind() != Token.Kind.END;
        if (before) {
            cursor.take();
        }
        String name = source();
        return new Statement.Describe(name, cursor.acceptKeywords("EXTENDED") || before, position);
    }

    private Statement explain(Position position) {
        if (cursor.isName() && cursor.ahead(1).kind() == Token.Kind.END) {
            return new Statement.Explain(null, Words.name(cursor, "a query's id"), position);
        }
        cursor.enter();
        Statement inner = statement();
        cursor.leave();
        return new Statement.Explain(inner, null, position);
    }

    private Statement print(Position position) {
        String topic = topic();
        boolean beginning = cursor.acceptKeywords("FROM", "BEGINNING");
        boolean sampled = cursor.acceptKeywords("INTERVAL") || cursor.acceptKeywords("SAMPLE");
        int interval = sampled ? Words.small(cursor, "a number") : 1;
        OptionalInt limit =
                cursor.acceptKeywords("LIMIT") ? OptionalInt.of(Words.small(cursor, "a number")) : OptionalInt.empty();
        return new Statement.Print(topic, beginning, Math.max(1, interval), limit, position);
    }

    /** A topic's name is not folded: topics have small letters. */
    private String topic() {
        return cursor.token().kind() == Token.Kind.STRING ? cursor.take().text() : cursor.name("a topic");
    }

    private Statement alter(Position position) {
        if (cursor.acceptKeywords("SYSTEM")) {
            String name = quoted("a property's name");
            cursor.expectSymbol("=");
            return new Statement.AlterSystem(name, quoted("a value"), position);
        }
        Kind kind = kind();
        String name = source();
        List<Statement.ColumnDefinition> added = new ArrayList<>();
        do {
            cursor.expectKeyword("ADD");
            cursor.acceptKeywords("COLUMN");
            Position place = cursor.position();
            String column = Words.name(cursor, "a column");
            added.add(new Statement.ColumnDefinition(
                    column, new TypeParser(cursor).type(), Statement.ColumnRole.VALUE, null, place));
        } while (cursor.acceptSymbol(","));
        return new Statement.AlterSource(kind, name, added, position);
    }

    private Statement assertion(Position position) {
        boolean exists = !cursor.acceptKeywords("NOT", "EXISTS");
        cursor.expectKeyword("TOPIC");
        String topic = topic();
        Properties properties = properties();
        Duration timeout = cursor.acceptKeywords("TIMEOUT") ? Words.duration(cursor) : ASSERT_TIMEOUT;
        return new Statement.AssertTopic(topic, exists, properties, timeout, position);
    }

    /** {@code WITH (name = constant, ...)}, or nothing. */
    Properties properties() {
        if (!cursor.acceptKeywords("WITH")) {
            return Properties.NONE;
        }
        cursor.expectSymbol("(");
        Map<String, Literal> values = new LinkedHashMap<>();
        do {
            Token token = cursor.token();
            String name = token.kind() == Token.Kind.STRING ? cursor.take().text() : cursor.name("a property");
            cursor.expectSymbol("=");
            if (values.put(name.toUpperCase(Locale.ROOT), expressions.literal()) != null) {
                throw Syntax.error(token.position(), "the property " + name + " is given twice");
            }
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return new Properties(values);
    }
}
