package io.millrace.sql.parse;

import io.millrace.sql.parse.Statement.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses one statement of the Proton dialect. */
public final class SqlParser {

    private final Cursor cursor;
    private final QueryParser queries;

    private SqlParser(String sql) {
        this.cursor = new Cursor(sql, Lexicon.PROTON);
        this.queries = new QueryParser(cursor);
    }

    /**
     * The statement that the text is; a semicolon may follow it.
     *
     * @throws io.millrace.sql.SqlException with position, what was found and what was expected
     */
    public static Statement parse(String sql) {
        SqlParser parser = new SqlParser(sql);
        Statement statement = parser.statement();
        if (!(statement instanceof Statement.Unsupported)) {
            parser.finish();
        }
        return statement;
    }

    /**
     * An INSERT whose rows come apart from its text, which ends after {@code VALUES} or names the format
     * {@code Native}; empty for everything else, also for what cannot be parsed.
     */
    public static Optional<Statement.Insert> insertWithoutRows(String sql) {
        SqlParser parser = new SqlParser(sql);
        Token first = parser.cursor.token();
        if (first.kind() != Token.Kind.WORD || !first.upper().equals("INSERT")) {
            return Optional.empty();
        }
        Statement.Insert target = parser.insertTarget();
        if (parser.cursor.acceptKeywords("FORMAT", "NATIVE") || parser.cursor.acceptKeywords("VALUES")) {
            parser.cursor.acceptSymbol(";");
            return parser.cursor.token().kind() == Token.Kind.END ? Optional.of(target) : Optional.empty();
        }
        return Optional.empty();
    }

    private void finish() {
        if (cursor.acceptSymbol(";")) {
            while (cursor.isSymbol(";")) {
                cursor.take();
            }
            if (cursor.token().kind() != Token.Kind.END) {
                throw cursor.unexpected(
                        cursor.token(),
                        List.of("end of statement (one statement per text: give a second one its own)"));
            }
        }
        if (cursor.token().kind() != Token.Kind.END) {
            cursor.expecting("end of statement");
            throw cursor.unexpected();
        }
    }

    private Statement statement() {
        Position position = cursor.position();
        if (queries.startsQuery() || cursor.isSymbol("(")) {
            return new Statement.Select(queries.parenthesized());
        }
        Token first = cursor.token();
        String word = first.kind() == Token.Kind.WORD ? first.upper() : "";
        return switch (word) {
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "INSERT" -> insert();
            case "SHOW" -> show();
            case "DESCRIBE", "DESC" -> describe();
            case "EXPLAIN" -> explain();
            case "KILL" -> kill();
            case "SUBSCRIBE" -> new Statement.Unsupported("SUBSCRIBE", position);
            case "UNSUBSCRIBE" -> new Statement.Unsupported("UNSUBSCRIBE", position);
            case "RECOVER" -> new Statement.Unsupported("RECOVER", position);
            case "ALTER",
                    "RENAME",
                    "TRUNCATE",
                    "OPTIMIZE",
                    "DELETE",
                    "UPDATE",
                    "SYSTEM",
                    "GRANT",
                    "REVOKE",
                    "USE",
                    "SET",
                    "ATTACH",
                    "DETACH",
                    "EXCHANGE",
                    "BACKUP",
                    "RESTORE",
                    "REPLACE" -> new Statement.Unsupported(word, position);
            default ->
                throw cursor.unexpected(
                        first, List.of("SELECT", "WITH", "CREATE", "DROP", "INSERT INTO", "SHOW STREAMS"));
        };
    }

    private Statement create() {
        Position position = cursor.take().position();
        boolean orReplace = cursor.acceptKeywords("OR", "REPLACE");
        if (cursor.isKeywords("RANDOM", "STREAM")) {
            cursor.take();
            cursor.take();
            return createStream(true, position);
        }
        if (cursor.acceptKeywords("STREAM")) {
            return createStream(false, position);
        }
        if (cursor.acceptKeywords("MATERIALIZED", "VIEW")) {
            return createView(true, orReplace, position);
        }
        if (cursor.acceptKeywords("VIEW")) {
            return createView(false, orReplace, position);
        }
        if (cursor.isKeywords("EXTERNAL", "STREAM")) {
            return new Statement.Unsupported("CREATE EXTERNAL STREAM", position);
        }
        if (cursor.isKeyword("EXTERNAL")
                || cursor.isKeyword("FUNCTION")
                || cursor.isKeyword("AGGREGATE")
                || cursor.isKeyword("REMOTE")
                || cursor.isKeyword("FORMAT")
                || cursor.isKeyword("DATABASE")
                || cursor.isKeyword("DICTIONARY")
                || cursor.isKeyword("TABLE")
                || cursor.isKeyword("SCHEDULED")
                || cursor.isKeyword("TASK")
                || cursor.isKeyword("ALERT")
                || cursor.isKeyword("INPUT")) {
            return new Statement.Unsupported("CREATE " + cursor.token().upper(), position);
        }
        throw cursor.unexpected();
    }

    private boolean ifNotExists() {
        return cursor.acceptKeywords("IF", "NOT", "EXISTS");
    }

    private boolean ifExists() {
        return cursor.acceptKeywords("IF", "EXISTS");
    }

    private String relationName(String what) {
        String name = cursor.name(what);
        while (cursor.acceptSymbol(".")) {
            name = cursor.anyName(what);
        }
        return name;
    }

    private Statement createStream(boolean random, Position position) {
        boolean ifNotExists = ifNotExists();
        String name = relationName("a name for the stream");
        List<ColumnDefinition> columns = columnDefinitions();
        List<String> primaryKey = new ArrayList<>();
        List<Query.Setting> settings = new ArrayList<>();
        while (true) {
            if (cursor.acceptKeywords("PRIMARY", "KEY")) {
                primaryKey.addAll(names());
            } else if (cursor.acceptKeywords("ENGINE")) {
                engine();
            } else if (cursor.acceptKeywords("ORDER", "BY") || cursor.acceptKeywords("PARTITION", "BY")) {
                queries.expressions().expression();
            } else if (cursor.acceptKeywords("TTL")) {
                queries.expressions().expressions();
            } else if (cursor.acceptKeywords("COMMENT")) {
                cursor.string("a comment in quotes");
            } else if (cursor.acceptKeywords("SETTINGS")) {
                settings.addAll(queries.settings());
            } else {
                return new Statement.CreateStream(name, random, ifNotExists, columns, primaryKey, settings, position);
            }
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (cursor.acceptSymbol("(")) {
            do {
                names.add(cursor.name("a column"));
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        } else {
            names.add(cursor.name("a column"));
        }
        return names;
    }

    /** The engine is always this one; the clause is read and dropped. */
    private void engine() {
        cursor.acceptSymbol("=");
        cursor.name("an engine");
        if (cursor.acceptSymbol("(")) {
            if (!cursor.isSymbol(")")) {
                queries.expressions().expressions();
            }
            cursor.expectSymbol(")");
        }
    }

    private List<ColumnDefinition> columnDefinitions() {
        List<ColumnDefinition> columns = new ArrayList<>();
        cursor.expectSymbol("(");
        do {
            Position position = cursor.position();
            String name = cursor.anyName("a column");
            String type = queries.expressions().typeText();
            Expression defaultValue = null;
            boolean more = true;
            while (more) {
                if (cursor.acceptKeywords("DEFAULT")) {
                    defaultValue = queries.expressions().expression();
                } else if (cursor.acceptKeywords("CODEC")) {
                    cursor.expectSymbol("(");
                    queries.expressions().expressions();
                    cursor.expectSymbol(")");
                } else if (cursor.acceptKeywords("COMMENT")) {
                    cursor.string("a comment in quotes");
                } else if (!cursor.acceptKeywords("NOT", "NULL")) {
                    more = false;
                }
            }
            columns.add(new ColumnDefinition(name, type, defaultValue, position));
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return columns;
    }

    private Statement createView(boolean materialized, boolean orReplace, Position position) {
        boolean ifNotExists = ifNotExists();
        String name = relationName("a name for the view");
        String into = materialized && cursor.acceptKeywords("INTO") ? relationName("the stream to write to") : null;
        cursor.expectKeyword("AS");
        int start = cursor.token().start();
        Query query = queries.parenthesized();
        String sql = cursor.text(start, cursor.end());
        return new Statement.CreateView(name, materialized, ifNotExists, orReplace, into, query, sql, position);
    }

    private Statement drop() {
        Position position = cursor.take().position();
        boolean view;
        if (cursor.acceptKeywords("STREAM") || cursor.acceptKeywords("RANDOM", "STREAM")) {
            view = false;
        } else if (cursor.acceptKeywords("VIEW") || cursor.acceptKeywords("MATERIALIZED", "VIEW")) {
            view = true;
        } else if (cursor.token().kind() == Token.Kind.WORD
                && (cursor.isKeyword("FUNCTION") || cursor.isKeyword("EXTERNAL") || cursor.isKeyword("TABLE"))) {
            return new Statement.Unsupported("DROP " + cursor.token().upper(), position);
        } else {
            throw cursor.unexpected();
        }
        boolean ifExists = ifExists();
        String name = relationName(view ? "a view" : "a stream");
        return new Statement.Drop(view, name, ifExists, position);
    }

    private Statement insert() {
        Statement.Insert target = insertTarget();
        if (queries.startsQuery()) {
            return new Statement.Unsupported("INSERT INTO ... SELECT", target.position());
        }
        cursor.expectKeyword("VALUES");
        List<List<Expression>> rows = new ArrayList<>();
        do {
            rows.add(row());
            // the product takes rows without commas between them too
            cursor.acceptSymbol(",");
        } while (cursor.isSymbol("("));
        return new Statement.Insert(target.stream(), target.columns(), target.except(), rows, target.position());
    }

    /** What stands before the rows. */
    private Statement.Insert insertTarget() {
        Position position = cursor.take().position();
        cursor.expectKeyword("INTO");
        String stream = relationName("a stream");
        List<String> columns = List.of();
        boolean except = false;
        if (cursor.acceptSymbol("(")) {
            if (cursor.isSymbol("*")) {
                except = true;
                columns = ((Expression.Star) queries.expressions().star(null)).except();
            } else {
                columns = new ArrayList<>();
                do {
                    columns.add(cursor.anyName("a column"));
                } while (cursor.acceptSymbol(","));
            }
            cursor.expectSymbol(")");
        }
        return new Statement.Insert(stream, columns, except, List.of(), position);
    }

    private List<Expression> row() {
        cursor.expectSymbol("(");
        List<Expression> values = queries.expressions().expressions();
        cursor.expectSymbol(")");
        return values;
    }

    private Statement show() {
        Position position = cursor.take().position();
        if (cursor.acceptKeywords("STREAMS") || cursor.acceptKeywords("TABLES")) {
            return new Statement.ShowStreams(position);
        }
        if (cursor.token().kind() == Token.Kind.WORD) {
            String what = cursor.token().upper();
            if (List.of("CREATE", "FUNCTIONS", "DATABASES", "PROCESSLIST", "SETTINGS", "VIEWS", "FORMAT", "SCHEMAS")
                    .contains(what)) {
                return new Statement.Unsupported("SHOW " + what, position);
            }
        }
        throw cursor.unexpected();
    }

    private Statement describe() {
        Position position = cursor.take().position();
        if (!cursor.acceptKeywords("STREAM") && !cursor.acceptKeywords("VIEW")) {
            cursor.acceptKeywords("TABLE");
        }
        return new Statement.Describe(relationName("a stream or view"), position);
    }

    private Statement explain() {
        Position position = cursor.take().position();
        for (String variant : List.of("PLAN", "PIPELINE", "SYNTAX", "AST")) {
            if (cursor.isKeyword(variant)) {
                if (!variant.equals("PLAN")) {
                    return new Statement.Unsupported("EXPLAIN " + variant, position);
                }
                cursor.take();
            }
        }
        return new Statement.Explain(queries.parenthesized(), position);
    }

    private Statement kill() {
        Position position = cursor.take().position();
        cursor.expectKeyword("QUERY");
        cursor.expectKeyword("WHERE");
        Expression condition = queries.expressions().expression();
        String id = queryId(condition);
        if (id == null) {
            throw cursor.unexpected(cursor.token(), List.of("the condition query_id = '...'"));
        }
        for (String word : List.of("SYNC", "ASYNC", "TEST")) {
            if (cursor.isKeyword(word)) {
                cursor.take();
            }
        }
        return new Statement.KillQuery(id, position);
    }

    private static @Nullable String queryId(Expression condition) {
        if (condition instanceof Expression.Call call
                && call.name().equals("equals")
                && call.arguments().getFirst() instanceof Expression.Name column
                && column.parts().getLast().toLowerCase(Locale.ROOT).equals("query_id")
                && call.arguments().getLast() instanceof Expression.Text text) {
            return text.value();
        }
        return null;
    }
}
