/** Runs the product's own smoke suites against the embedded engine. */
@NullMarked
package io.millrace.sql.conformance;

import org.jspecify.annotations.NullMarked;
