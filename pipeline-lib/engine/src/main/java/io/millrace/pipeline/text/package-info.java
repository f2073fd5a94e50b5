/**
 * Packages and errors as the JSON text of the reference system, and a logger for programs that show them. Nothing here
 * is needed to run a pipeline.
 */
@NullMarked
package io.millrace.pipeline.text;

import org.jspecify.annotations.NullMarked;
