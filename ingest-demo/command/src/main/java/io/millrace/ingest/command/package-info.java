/** The programs {@code exchange} and {@code listen}. */
@NullMarked
package io.millrace.ingest.command;

import org.jspecify.annotations.NullMarked;
