/** The document of pipelines: read, checked and bound, with every problem told at once. */
@NullMarked
package io.millrace.ingest.config;

import org.jspecify.annotations.NullMarked;
