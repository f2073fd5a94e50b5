/**
 * Module types that are always there: for maps of plain values, for trying pipelines out, and those of the reference
 * system's demo program.
 */
@NullMarked
package io.millrace.pipeline.builtin;

import org.jspecify.annotations.NullMarked;
