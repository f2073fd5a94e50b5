package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Statement;
import io.millrace.sql.SqlException;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Lexer;
import io.millrace.sql.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads texts of statements. Every error is a {@link io.millrace.ksql.KsqlException} with its place. */
public final class KsqlParser {

    private KsqlParser() {}

    /** The statements of a text, each ended by a semicolon. */
    public static List<ParsedStatement> parse(String text) {
        return parse(text, Map.of());
    }

    /**
     * The statements of a text, each ended by a semicolon.
     *
     * @param variables what <code>${name}</code> stands for, by name in any case; DEFINE in the text adds to them for
     *     what follows
     */
    public static List<ParsedStatement> parse(String text, Map<String, String> variables) {
        try {
            Variables values = new Variables(variables);
            List<ParsedStatement> statements = new ArrayList<>();
            for (List<Token> tokens : split(Lexer.tokens(text, Words.LEXICON))) {
                ParsedStatement parsed = statement(text, tokens, values);
                remember(parsed.statement(), values);
                statements.add(parsed);
            }
            return statements;
        } catch (SqlException e) {
            throw Syntax.from(e);
        }
    }

    /** An expression alone. */
    public static Expression parseExpression(String text) {
        try {
            Cursor cursor = new Cursor(text, Words.LEXICON);
            Expression expression = new ExpressionParser(cursor).expression();
            expectEnd(cursor);
            return expression;
        } catch (SqlException e) {
            throw Syntax.from(e);
        }
    }

    private static void remember(Statement statement, Variables values) {
        if (statement instanceof Statement.Define define) {
            values.define(define.variable(), define.value());
        } else if (statement instanceof Statement.Undefine undefine) {
            values.undefine(undefine.variable());
        }
    }

    /** The tokens of each statement, with the semicolon turned into an end. */
    private static List<List<Token>> split(List<Token> tokens) {
        List<List<Token>> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : tokens) {
            if (token.is(";")) {
                if (!current.isEmpty()) {
                    current.add(new Token(Token.Kind.END, "", token.start(), token.end(), token.position()));
                    statements.add(current);
                    current = new ArrayList<>();
                }
            } else {
                current.add(token);
            }
        }
        if (current.size() > 1) {
            // parsed for its own errors, then refused for the missing semicolon
            statements.add(current);
        }
        return statements;
    }

    private static ParsedStatement statement(String text, List<Token> tokens, Variables values) {
        Cursor cursor = new Cursor(text, Words.LEXICON, values.replaced(tokens));
        Statement statement = new StatementParser(cursor).statement();
        expectEnd(cursor);
        Token end = tokens.getLast();
        if (end.end() == end.start()) {
            cursor.expecting("';'");
            throw cursor.unexpected();
        }
        String own = text.substring(tokens.getFirst().start(), end.end());
        return new ParsedStatement(statement, statement instanceof Statement.Define ? own : values.shown(own));
    }

    private static void expectEnd(Cursor cursor) {
        if (cursor.token().kind() != Token.Kind.END) {
            cursor.expecting("';'");
            throw cursor.unexpected();
        }
    }
}
