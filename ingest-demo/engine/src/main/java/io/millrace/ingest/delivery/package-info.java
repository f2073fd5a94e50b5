/**
 * How rows come from the log into sinks: in batches that are cut, written to the disk as cut, and then stored under a
 * name, so that after a crash the same rows come under the same name.
 */
@NullMarked
package io.millrace.ingest.delivery;

import org.jspecify.annotations.NullMarked;
