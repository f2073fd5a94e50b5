/** Trades of the exchange's REST API, within its limits. */
@NullMarked
package io.millrace.ingest.rest;

import org.jspecify.annotations.NullMarked;
