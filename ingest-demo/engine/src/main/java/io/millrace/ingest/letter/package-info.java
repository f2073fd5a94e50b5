/** Dead letters: what could not be stored, kept on the disk with the reason, to be looked at, replayed or discarded. */
@NullMarked
package io.millrace.ingest.letter;

import org.jspecify.annotations.NullMarked;
