/** The command-line programs of module pipelines. */
@NullMarked
package io.millrace.pipeline.command;

import org.jspecify.annotations.NullMarked;
