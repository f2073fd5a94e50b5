/** The feed of Coinbase as a source of rows, complete or told where it is not. */
@NullMarked
package io.millrace.ingest.feed;

import org.jspecify.annotations.NullMarked;
