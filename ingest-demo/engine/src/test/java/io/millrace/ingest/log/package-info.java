/** Tests of the log. */
@NullMarked
package io.millrace.ingest.log;

import org.jspecify.annotations.NullMarked;
