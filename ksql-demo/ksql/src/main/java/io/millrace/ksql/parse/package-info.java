/** From ksqlDB's SQL to the syntax tree, on the lexer and the cursor of the SQL engine. */
@NullMarked
package io.millrace.ksql.parse;

import org.jspecify.annotations.NullMarked;
