/**
 * Rows as JSON lines: columns go straight into a byte buffer, keys are prepared once, and nothing is made per row.
 * {@code docs/rows.md} says how each type looks.
 */
@NullMarked
package io.millrace.sql.encode;

import org.jspecify.annotations.NullMarked;
