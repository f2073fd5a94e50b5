/**
 * The real engines, started and stopped by a program: Kafka in KRaft mode and an MQTT broker in this JVM, Redis as a
 * child process. They listen on loopback, need nothing installed, and keep their data in a folder if told to.
 */
@NullMarked
package io.millrace.connector.embedded;

import org.jspecify.annotations.NullMarked;
