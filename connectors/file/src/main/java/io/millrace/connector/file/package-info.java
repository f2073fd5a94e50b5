/**
 * NDJSON files (UTF-8, one JSON value per line, each line ended by a line feed) as source and sink. A record's value is
 * the line's text without its line feed, such as {@code {"device":"device1","temperature":23.5}}.
 */
@NullMarked
package io.millrace.connector.file;

import org.jspecify.annotations.NullMarked;
