/**
 * Configurations of connectors as Kafka Connect has them: flat maps of text. Here they are read from files and
 * requests, checked against what a connector takes, with every problem told at once, and kept from telling secrets.
 */
@NullMarked
package io.millrace.connect.config;

import org.jspecify.annotations.NullMarked;
