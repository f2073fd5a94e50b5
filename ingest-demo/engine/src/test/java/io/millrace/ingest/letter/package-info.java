/** Tests of dead letters. */
@NullMarked
package io.millrace.ingest.letter;

import org.jspecify.annotations.NullMarked;
