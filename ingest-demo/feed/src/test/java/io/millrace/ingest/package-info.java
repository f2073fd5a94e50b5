/** Rules that hold for the whole module. */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
