/**
 * Keys and values of records as bytes: the formats that WITH (...) can name, byte for byte as ksqlDB writes them, and
 * one compact format of our own for state and internal topics. Bytes that do not fit give a {@link FormatException}
 * with the reason.
 */
@NullMarked
package io.millrace.ksql.format;

import org.jspecify.annotations.NullMarked;
