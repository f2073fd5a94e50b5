/** What a pipeline and its parts do now, as values for pages, health checks and meters. */
@NullMarked
package io.millrace.ingest.status;

import org.jspecify.annotations.NullMarked;
