/**
 * The log between a source and its sinks: rows in files of a bounded size, each sink at its own offset, the newest rows
 * in memory too.
 */
@NullMarked
package io.millrace.ingest.log;

import org.jspecify.annotations.NullMarked;
