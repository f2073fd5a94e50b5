/** What the embedded engine can read by name: stored streams, random streams, batches prepared in memory. */
@NullMarked
package io.millrace.sql.exec.relation;

import org.jspecify.annotations.NullMarked;
