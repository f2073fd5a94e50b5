/** Messages of Coinbase's market-data feed, read once and checked: what passes has every field that its type needs. */
@NullMarked
package io.millrace.ingest.message;

import org.jspecify.annotations.NullMarked;
