/**
 * ksqlDB's statements in the service's process: an engine that comes up when Kafka does, and the files it carries out.
 */
@NullMarked
package io.millrace.vehicles.engine;

import org.jspecify.annotations.NullMarked;
