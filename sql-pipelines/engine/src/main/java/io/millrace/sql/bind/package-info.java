/**
 * From a syntax tree to a command that can run: names and types are resolved against a catalog, functions looked up,
 * the plan is made, filters are pushed down and unused columns pruned.
 */
@NullMarked
package io.millrace.sql.bind;

import org.jspecify.annotations.NullMarked;
