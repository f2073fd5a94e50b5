/** Runs the product's own smoke suites against the embedded engine, and for whoever implements another. */
@NullMarked
package io.millrace.sql.conformance;

import org.jspecify.annotations.NullMarked;
