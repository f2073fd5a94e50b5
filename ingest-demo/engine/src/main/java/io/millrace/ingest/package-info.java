/** Pipelines that bring rows from a source into sinks, so that each row is stored once. */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
