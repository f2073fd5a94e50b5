/**
 * What a page and readers of rows are shown of running pipelines: prices, rates, rows as they come, and the state of
 * every part as values.
 */
@NullMarked
package io.millrace.ingest.live;

import org.jspecify.annotations.NullMarked;
