/**
 * Plans of queries as Kafka Streams topologies. Keys are {@link io.millrace.ksql.format.Key}, values
 * {@link io.millrace.ksql.format.Row}; between source and result a row holds every place of its origin's layout. What
 * fails in a row goes to the {@link io.millrace.ksql.run.ProcessingLog}, and the row is skipped or its column is NULL.
 */
@NullMarked
package io.millrace.ksql.run;

import org.jspecify.annotations.NullMarked;
