/**
 * Which trades have been seen. Trade ids of a product have no holes, so a ledger keeps what is missing rather than what
 * was seen: a product that is complete costs two numbers.
 */
@NullMarked
package io.millrace.ingest.ledger;

import org.jspecify.annotations.NullMarked;
