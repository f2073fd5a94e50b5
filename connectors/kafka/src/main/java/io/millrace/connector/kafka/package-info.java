/**
 * Kafka topics as source and sink, at least once: a source commits offsets when its batch was stored, a sink returns
 * when all in-sync replicas have the batch.
 */
@NullMarked
package io.millrace.connector.kafka;

import org.jspecify.annotations.NullMarked;
