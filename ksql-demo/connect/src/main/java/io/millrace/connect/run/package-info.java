/**
 * Runs connectors: keeps their configurations, starts their tasks as pipelines, starts failed ones again, and does what
 * requests ask for.
 */
@NullMarked
package io.millrace.connect.run;

import org.jspecify.annotations.NullMarked;
