/** Tests of whole pipelines, and the sources and sinks that they are made of. */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
