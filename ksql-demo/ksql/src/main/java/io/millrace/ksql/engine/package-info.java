/**
 * Statements carried out: a durable log of commands that all processes of one application follow, the metastore and the
 * queries that it describes, and answers to what is asked about them.
 */
@NullMarked
package io.millrace.ksql.engine;

import org.jspecify.annotations.NullMarked;
