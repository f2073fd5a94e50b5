/** Kafka topics as source and sink. */
@NullMarked
package io.millrace.connector.kafka;

import org.jspecify.annotations.NullMarked;
