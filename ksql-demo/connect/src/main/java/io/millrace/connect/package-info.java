/**
 * Connectors as files in Kafka Connect's form, run in this process and steered by Kafka Connect's REST API:
 * {@link io.millrace.connect.ConnectRuntime} starts both.
 */
@NullMarked
package io.millrace.connect;

import org.jspecify.annotations.NullMarked;
