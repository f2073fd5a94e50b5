/**
 * From SQL text to a syntax tree: a hand-written lexer and a Pratt parser for the Proton dialect. Every node knows
 * where it stands in the text, so that every later error can say so.
 */
@NullMarked
package io.millrace.sql.parse;

import org.jspecify.annotations.NullMarked;
