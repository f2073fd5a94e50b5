/**
 * Converters between the bytes in topics and the values of connectors, by the names and settings of Kafka Connect's.
 * Values are text, {@code byte[]}, numbers, booleans, lists and maps of these, or null.
 */
@NullMarked
package io.millrace.connect.convert;

import org.jspecify.annotations.NullMarked;
