/** The ksqlDB dialect: from a statement's text to a typed plan, without Kafka. */
@NullMarked
package io.millrace.ksql;

import org.jspecify.annotations.NullMarked;
