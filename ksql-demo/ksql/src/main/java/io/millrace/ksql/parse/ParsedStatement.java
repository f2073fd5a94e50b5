package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Statement;

/**
 * A statement and its text.
 *
 * @param text from its first word to its semicolon, with variables replaced
 */
public record ParsedStatement(Statement statement, String text) {}
