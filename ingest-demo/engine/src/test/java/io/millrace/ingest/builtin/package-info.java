/** Tests of the kinds of sources and sinks that come with the engine. */
@NullMarked
package io.millrace.ingest.builtin;

import org.jspecify.annotations.NullMarked;
