/** Tests of the programs. */
@NullMarked
package io.millrace.ingest.command;

import org.jspecify.annotations.NullMarked;
