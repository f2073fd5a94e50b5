/** The client side of ksqlDB's REST API: pull queries, push queries and descriptions, of ksqlDB itself or of ours. */
@NullMarked
package io.millrace.ksql.client;

import org.jspecify.annotations.NullMarked;
