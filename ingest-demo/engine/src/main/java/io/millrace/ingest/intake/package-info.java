/** How rows come from a source into the log: written in groups, confirmed when they are on the disk. */
@NullMarked
package io.millrace.ingest.intake;

import org.jspecify.annotations.NullMarked;
