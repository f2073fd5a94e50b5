/** Tests of how sinks get their rows. */
@NullMarked
package io.millrace.ingest.delivery;

import org.jspecify.annotations.NullMarked;
